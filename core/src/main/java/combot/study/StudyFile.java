package combot.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads study files: YAML, as {@code studies/study.schema.json} describes it, at most 1 MB. */
public final class StudyFile {
  private StudyFile() {}

  /**
   * A study that may be run, and what its author should look at first.
   *
   * @param warnings in the order of the file; empty where all is well
   */
  public record Checked(Study study, List<Problem> warnings) {
    public Checked {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The study in {@code file}.
   *
   * @throws InvalidStudyException holding everything that is wrong with it
   * @throws UncheckedIOException if the file cannot be read, naming it and the reason
   */
  public static Study read(Path file) {
    return parse(file.toString(), bytes(file));
  }

  /**
   * The study in {@code content}.
   *
   * @param name what problems call the file
   * @throws InvalidStudyException holding everything that is wrong with it; nothing else is thrown,
   *     whatever the content
   */
  public static Study parse(String name, byte[] content) {
    return draft(name, content).study();
  }

  /**
   * The study in {@code content}, which was taken once, perhaps by an older Combot: it is not held
   * to rules that came since.
   *
   * @param name what problems call the file
   * @throws InvalidStudyException if a part of it cannot be read
   */
  public static Study parseStored(String name, byte[] content) {
    return draft(name, content, StudyReader::readStored).study();
  }

  /**
   * As {@link #read}, with warnings: what would spoil the study though a conversation could be
   * held.
   *
   * @throws InvalidStudyException holding everything that is wrong with it
   * @throws UncheckedIOException if the file cannot be read, naming it and the reason
   */
  public static Checked check(Path file) {
    return check(file.toString(), bytes(file));
  }

  /**
   * As {@link #parse}, with warnings.
   *
   * @throws InvalidStudyException holding everything that is wrong with it
   */
  public static Checked check(String name, byte[] content) {
    var draft = draft(name, content);
    return new Checked(draft.study(), Lint.warnings(draft.study(), draft.places()));
  }

  private record Draft(Study study, Places places) {}

  private interface Reading {
    Optional<Study> study(Node root, String version, Problems problems);
  }

  private static Draft draft(String name, byte[] content) {
    return draft(name, content, StudyReader::read);
  }

  private static Draft draft(String name, byte[] content, Reading reading) {
    var problems = new Problems();
    var root = Source.tree(content, problems);
    var study = root.flatMap(node -> reading.study(node, Sha256.of(content), problems));
    if (study.isEmpty() || problems.count() > 0) {
      throw new InvalidStudyException(name, problems.found());
    }
    return new Draft(study.get(), new Places(root.get()));
  }

  private static byte[] bytes(Path file) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(Source.MOST_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + reason(file, e), e);
    }
  }

  static String reason(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "can't be read: permission denied";
      case FileSystemException f -> "can't be read: " + f.getReason();
      default ->
          Files.isDirectory(file)
              ? "is a directory, not a study file"
              : "can't be read: " + e.getMessage();
    };
  }
}
