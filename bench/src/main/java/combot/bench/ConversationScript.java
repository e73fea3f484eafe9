package combot.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One whole conversation over the compatible API, as the existing page holds it: GET initial, six
 * turns, GET closing, the e-mail address. The log of the conversation and the scenario go back with
 * each turn, as the page sends them.
 *
 * <p>Every other conversation echoes the scenario without its token, so that only the cookie says
 * whose turn it is.
 */
final class ConversationScript implements Script {

  private static final int CLOSING = 7;
  private static final int CONTACT = 8;
  private static final int END = 9;
  private static final byte[] TOKEN = "conversation".getBytes(StandardCharsets.US_ASCII);

  private final String host;
  private final long number;
  private final Texts texts;
  private final boolean fresh;
  private final Sent sent;
  private final Bytes chatLog = new Bytes(2_048);
  private final Bytes typeLog = new Bytes(256);
  private final Bytes body = new Bytes(4_096);
  private final long[] replies = new long[7];
  private int step;
  private boolean ended;
  private String session = "";
  private Levels levels;
  private byte[] scenario = new byte[0];
  private String classType = "";

  /**
   * @param number of this conversation within the run; all its texts follow from it
   * @param fresh whether the first message is new, or out of a list of six
   */
  ConversationScript(String host, long number, Texts texts, boolean fresh, Sent sent) {
    this.host = host;
    this.number = number;
    this.texts = texts;
    this.fresh = fresh;
    this.sent = sent;
  }

  @Override
  public Optional<Kind> next() {
    if (ended) {
      return Optional.empty();
    }
    return switch (step) {
      case 0 -> Optional.of(Kind.OPEN);
      case 1 -> Optional.of(Kind.FIRST);
      case CLOSING -> Optional.of(Kind.CLOSING);
      case CONTACT -> Optional.of(Kind.CONTACT);
      case END -> Optional.empty();
      default -> Optional.of(Kind.TURN);
    };
  }

  /** The index of the turn at hand, as the API counts. */
  private int index() {
    return step == CONTACT ? 6 : step - 1;
  }

  @Override
  public void write(Bytes request) {
    switch (step) {
      case 0 -> get(request, "/api/random/initial/");
      case CLOSING -> get(request, "/api/random/closing/");
      default -> post(request);
    }
  }

  private void get(Bytes request, String path) {
    head(request, "GET", path).add("\r\n");
  }

  private Bytes head(Bytes request, String method, String path) {
    request.add(method).add(" ").add(path).add(" HTTP/1.1\r\nHost: ").add(host).add("\r\n");
    if (step > 0) {
      request.add("Cookie: sessionid=").add(session).add("\r\n");
    }
    return request;
  }

  private void post(Bytes request) {
    var message = texts.message(number, index(), fresh);
    log("\"" + message + "\"", "user");
    body.clear();
    body.add("{\"message\":\"").add(message).add("\",\"index\":").add(Integer.toString(index()));
    body.add(",\"timer\":")
        .add(Integer.toString(20 * step))
        .add(",\"classType\":\"")
        .add(classType);
    body.add("\",\"chatLog\":[").add(chatLog).add("],\"messageTypeLog\":[").add(typeLog);
    body.add("],\"scenario\":").add(scenario).add("}");
    head(request, "POST", "/api/random/").add("Content-Type: application/json\r\nContent-Length: ");
    request.add(Integer.toString(body.length())).add("\r\n\r\n").add(body);
  }

  private void log(String quoted, String sender) {
    chatLog.add(chatLog.length() == 0 ? "" : ",").add("{\"text\":").add(quoted);
    chatLog.add(",\"sender\":\"").add(sender).add("\"}");
  }

  @Override
  public Optional<String> judge(Answer answer) {
    var wrong =
        switch (step) {
          case 0 -> Judge.open(answer);
          case CLOSING -> Judge.closing(answer, session);
          default -> Judge.turn(answer, index(), session, levels).or(() -> repeats(answer));
        };
    if (wrong.isPresent()) {
      abandon();
      return wrong;
    }
    var fields = Fields.of(answer.body()).orElseThrow();
    switch (step) {
      case 0 -> opened(answer, fields);
      case CLOSING -> log(fields.get(Judge.MESSAGE).orElseThrow().toString(), "combot");
      default -> answered(fields);
    }
    step++;
    return Optional.empty();
  }

  @Override
  public void abandon() {
    ended = true;
    if (step > 0) {
      sent.failed();
    }
  }

  private Optional<String> repeats(Answer answer) {
    long reply =
        Fields.of(answer.body()).flatMap(f -> f.get(Judge.REPLY)).orElseThrow().fingerprint();
    for (int i = 0; i < index(); i++) {
      if (replies[i] == reply) {
        return Optional.of("the reply of index %d again at index %d".formatted(i, index()));
      }
    }
    replies[index()] = reply;
    return Optional.empty();
  }

  private void opened(Answer answer, Fields fields) {
    session = answer.session().orElseThrow();
    levels = Judge.levels(answer).orElseThrow();
    scenario = echo(fields.get(Judge.SCENARIO).orElseThrow());
    log(fields.get(Judge.MESSAGE).orElseThrow().toString(), "combot");
    sent.opened();
  }

  private void answered(Fields fields) {
    sent.turn();
    if (step == CONTACT) {
      sent.finished();
    }
    log(fields.get(Judge.REPLY).orElseThrow().toString(), "combot");
    classType = fields.get(Judge.CLASS).map(Slice::unquoted).orElse("");
    fields
        .get(Judge.TYPE)
        .ifPresent(type ->
            typeLog
                .add(typeLog.length() == 0 ? "{\"text\":" : ",{\"text\":")
                .add(type.bytes(), type.from(), type.to())
                .add("}"));
    scenario = echo(fields.get(Judge.SCENARIO).orElseThrow());
  }

  private byte[] echo(Slice received) {
    var text = received.toString();
    if (number % 2 == 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return Fields.of(received)
        .flatMap(fields -> fields.get(TOKEN))
        .map(token -> "\"conversation\":" + token)
        .map(field -> text.replace(field + ",", "").replace("," + field, ""))
        .orElse(text)
        .getBytes(StandardCharsets.UTF_8);
  }
}
