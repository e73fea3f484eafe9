package combot.bench;

import combot.study.Study;
import combot.study.StudyFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a stub answers: as much of {@code /v1} and its page as a virtual participant asks for, with
 * as little work as its judge lets pass. It remembers what was said, to tell it afterwards. For one
 * thread.
 */
final class StubAnswers {

  /** The page's files, in number and mean size like the real ones. */
  private static final int ASSETS = 7;

  private static final String ASSET = "p { margin: 0; }\n".repeat(380);
  private static final int TOKEN_LENGTH = 40;
  private static final int PAGE = 200;
  private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

  private final Study study;
  private final byte[] file;
  private final String page;
  private final String about;
  private final List<CannedTalk> canned;
  private final List<Told> told = new ArrayList<>();

  /** A conversation. */
  private record Told(
      CannedTalk canned, String run, String panelId, List<String> turnIds, List<String> texts) {}

  StubAnswers(byte[] file) {
    this.file = file;
    this.study = StudyFile.parse("study.yaml", file);
    this.canned = study.conditions().stream().map(one -> new CannedTalk(study, one)).toList();
    var links = new StringBuilder("<html data-study=\"" + study.id() + "\">");
    IntStream.range(0, ASSETS).forEach(i -> links.append("<link href=\"/assets/" + i + ".css\">"));
    this.page = links.append(" ".repeat(3_000)).toString();
    this.about =
        Json.text(
            Json.ordered(
                "study", study.id(), "consent", Json.ordered("text", study.consent().text())));
  }

  /**
   * The whole response.
   *
   * @param head the request's line and headers
   * @param body empty where there is none
   */
  byte[] to(String head, String body) {
    int space = head.indexOf(' ');
    var path = head.substring(space + 1, head.indexOf(' ', space + 1));
    if (path.startsWith("/assets/")) {
      return ok("text/css", "", ASSET);
    }
    if (path.equals("/v1/conversation/turns")) {
      return ok("application/json", "", said(header(head, "Authorization: Bearer "), body));
    }
    if (path.endsWith("/conversations") && body.length() > 0) {
      return ok("application/json", "", begun(header(head, "X-Combot-Loadtest-Run: "), body));
    }
    if (path.startsWith("/s/")) {
      return ok("text/html", "", page);
    }
    if (path.equals("/v1/studies/" + study.id())) {
      return ok("application/json", "", about);
    }
    if (path.endsWith("/file")) {
      var text = new String(file, StandardCharsets.UTF_8);
      return ok("application/yaml", "ETag: \"" + study.version() + "\"\r\n", text);
    }
    if (path.startsWith("/v1/loadtest/")) {
      return ok("application/json", "", stored(path));
    }
    return NOT_FOUND.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] ok(String type, String headers, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head =
        "HTTP/1.1 200 OK\r\nContent-Type: "
            + type
            + "\r\n"
            + headers
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n";
    return new Bytes(head.length() + bytes.length).add(head).add(bytes).array();
  }

  private String begun(String run, String body) {
    int number = told.size();
    var one = canned.get(number % canned.size());
    var panelId = string(body, study.panel().id());
    told.add(new Told(one, run, panelId, new ArrayList<>(), new ArrayList<>()));
    return one.begun().replace(CannedTalk.TOKEN, ("%0" + TOKEN_LENGTH + "d").formatted(number));
  }

  private String said(String token, String body) {
    int number = Integer.parseInt(token);
    var talk = told.get(number);
    talk.turnIds().add(string(body, "turnId"));
    talk.texts().add(string(body, "text"));
    int message = talk.texts().size() - 1;
    var answer = talk.canned().answer(message);
    return answer.contains(CannedTalk.ID)
        ? answer.replace(CannedTalk.ID, id(number)).replace(CannedTalk.PANEL_ID, talk.panelId())
        : answer;
  }

  /** {@code /v1/loadtest/RUN/conversations?limit=200&after=ID}. */
  private String stored(String path) {
    var run = path.split("/")[3];
    int from =
        path.contains("after=") ? Integer.parseInt(path.substring(path.length() - 12)) + 1 : 0;
    var page = new ArrayList<String>();
    int at = from;
    for (; at < told.size() && page.size() < PAGE; at++) {
      var one = told.get(at);
      if (one.run().equals(run)) {
        page.add(one.canned().stored(id(at), study.version(), one.turnIds(), one.texts()));
      }
    }
    var next = page.size() == PAGE ? "\"" + id(at - 1) + "\"" : "null";
    return "{\"conversations\":[" + String.join(",", page) + "],\"next\":" + next + "}";
  }

  private static String id(int number) {
    return "00000000-0000-0000-0000-%012d".formatted(number);
  }

  private static String header(String head, String name) {
    int from = head.indexOf(name) + name.length();
    return head.substring(from, head.indexOf("\r\n", from));
  }

  /** A field of that name as it stands between its quotes, escapes and all. */
  private static String string(String json, String field) {
    var name = "\"" + field + "\":\"";
    int from = json.indexOf(name) + name.length();
    int to = from;
    while (json.charAt(to) != '"') {
      to += json.charAt(to) == '\\' ? 2 : 1;
    }
    return json.substring(from, to);
  }
}
