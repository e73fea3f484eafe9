package combot.classifier;

import java.io.IOException;
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
 * Reads labelled texts: a line each, {@code text<TAB>class}, UTF-8, with or without the header
 * {@code text<TAB>class}.
 */
final class Examples {
  private static final int MOST_PROBLEMS = 20;

  private Examples() {}

  /**
   * The examples in the order of the file.
   *
   * @param known classes that may occur
   * @throws ClassifierException with all problems of the file, each with its line
   */
  static List<Example> read(Path file, Collection<String> known) {
    List<Example> examples = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    String[] lines = content(file).split("\r?\n|\r", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (line.isBlank() || i == 0 && line.strip().equalsIgnoreCase("text\tclass")) {
        continue;
      }
      String problem = problem(line, known);
      if (problem != null) {
        problems.add("line " + (i + 1) + ": " + problem);
        continue;
      }
      int tab = line.indexOf('\t');
      String text = line.substring(0, tab).strip();
      Integer before = seen.putIfAbsent(Normalised.text(text), i + 1);
      if (before != null) {
        problems.add("line " + (i + 1) + ": the same text as in line " + before);
      }
      examples.add(new Example(text, line.substring(tab + 1).strip(), i + 1));
    }
    if (examples.isEmpty() && problems.isEmpty()) {
      problems.add(
          "no texts in it; write one a line, then a tab, then its class: "
              + String.join(", ", known));
    }
    if (!problems.isEmpty()) {
      throw new ClassifierException(file + ":\n  " + String.join("\n  ", shortened(problems)));
    }
    return List.copyOf(examples);
  }

  private static String problem(String line, Collection<String> known) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      return "no tab between text and class: '" + beginning(line) + "'";
    }
    if (line.indexOf('\t', tab + 1) >= 0) {
      return "more than one tab: '" + beginning(line) + "'";
    }
    if (line.substring(0, tab).isBlank()) {
      return "no text before the tab";
    }
    String label = line.substring(tab + 1).strip();
    return known.contains(label)
        ? null
        : "class '" + beginning(label) + "' is not one of " + String.join(", ", known);
  }

  private static String content(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new ClassifierException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new ClassifierException(file + ": can't be read: permission denied", e);
    } catch (CharacterCodingException e) {
      throw new ClassifierException(
          file + ": not UTF-8. Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8", e);
    } catch (IOException e) {
      throw new ClassifierException(
          Files.isDirectory(file)
              ? file + ": is a directory, not a file of labelled texts"
              : file + ": can't be read: " + e.getMessage(),
          e);
    }
  }

  private static List<String> shortened(List<String> problems) {
    if (problems.size() <= MOST_PROBLEMS) {
      return problems;
    }
    List<String> some = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
    some.add("and " + (problems.size() - MOST_PROBLEMS) + " more");
    return some;
  }

  private static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= 40
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
  }
}
