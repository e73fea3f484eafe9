package combot.loadtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads labelled complaints: a line each, {@code class<TAB>text}, UTF-8, with or without the header
 * {@code class<TAB>text}; blank lines count for nothing.
 */
final class ComplaintFile {
  private static final int MOST_PROBLEMS = 20;
  private static final int SHOWN_CODE_POINTS = 40;

  private final Collection<String> classes;
  private final List<Complaint> complaints = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> lineOfText = new HashMap<>();

  private ComplaintFile(Collection<String> classes) {
    this.classes = classes;
  }

  /**
   * The complaints of a file, in its order.
   *
   * @param classes that may occur
   * @throws InvalidComplaintsException with all problems of the file (the first {@value
   *     #MOST_PROBLEMS}), each with its line
   */
  static List<Complaint> read(Path file, Collection<String> classes) {
    try {
      return parse(file.toString(), Files.readAllBytes(file), classes);
    } catch (NoSuchFileException e) {
      throw new InvalidComplaintsException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new InvalidComplaintsException(file + ": can't be read: permission denied", e);
    } catch (IOException e) {
      String why =
          Files.isDirectory(file)
              ? "is a directory; name a file of complaints in it"
              : "can't be read: " + e.getMessage();
      throw new InvalidComplaintsException(file + ": " + why, e);
    }
  }

  /** As {@link #read}, of what lies beside this class under that name. */
  static List<Complaint> resource(String name, Collection<String> classes) {
    try (InputStream in = ComplaintFile.class.getResourceAsStream(name)) {
      return parse(name, in.readAllBytes(), classes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }

  private static List<Complaint> parse(String name, byte[] content, Collection<String> classes) {
    var file = new ComplaintFile(classes);
    String[] lines = decoded(name, content).split("\r?\n|\r", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean header = i == 0 && lines[i].strip().equalsIgnoreCase("class\ttext");
      if (!lines[i].isBlank() && !header) {
        file.take(i + 1, lines[i]);
      }
    }
    return file.result(name);
  }

  private static String decoded(String name, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidComplaintsException(
          name + ": not UTF-8. Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8", e);
    }
  }

  private void take(int line, String content) {
    String[] fields = content.split("\t", -1);
    if (fields.length != 2) {
      refuse(line, (fields.length - 1) + " tabs; write class, one tab, text", content);
      return;
    }
    String label = fields[0].strip();
    String text = fields[1].strip();
    if (!classes.contains(label)) {
      refuse(
          line,
          classes.contains(text)
              ? "the class comes first: move '" + text + "' before the text"
              : "class '" + shortened(label) + "' is not one of " + String.join(", ", classes),
          text);
      return;
    }
    if (text.isEmpty()) {
      refuse(line, "no text after the tab; write one, or delete the line", content);
      return;
    }
    Integer before = lineOfText.putIfAbsent(text, line);
    if (before != null) {
      refuse(line, "the same text as in line " + before + "; delete one of them", text);
      return;
    }
    complaints.add(new Complaint(label, text));
  }

  private void refuse(int line, String problem, String content) {
    problems.add("line " + line + ": " + problem + " (" + shortened(content.strip()) + ")");
  }

  private List<Complaint> result(String name) {
    if (complaints.isEmpty() && problems.isEmpty()) {
      problems.add(
          "no complaints in it; write one a line: its class ("
              + String.join(", ", classes)
              + "), a tab, its text");
    }
    if (problems.isEmpty()) {
      return List.copyOf(complaints);
    }
    int more = problems.size() - MOST_PROBLEMS;
    String listed =
        String.join("\n  ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
    throw new InvalidComplaintsException(
        name + ":\n  " + listed + (more > 0 ? "\n  and " + more + " more" : ""));
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN_CODE_POINTS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN_CODE_POINTS)) + "…";
  }
}
