package combot;

import combot.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code combot export}: what was said in a study, a row a turn. */
@Command(
    name = "export",
    description = {
      "Writes what was said in a study, a row a turn, in UTF-8: docs/data.md says what each column means.",
      "The server may run meanwhile. Load tests are no part of it, nor is who only opened a conversation."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:written", "1:not written", "2:wrong usage"})
final class ExportCommand implements Callable<Integer> {

  /** How rows are written. */
  enum Format {
    CSV,
    JSONL
  }

  @Option(names = "--study", required = true, paramLabel = "ID", description = "The study's id.")
  private String study;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The data folder (./${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${env:COMBOT_DATABASE}",
      description =
          "The PostgreSQL database, where it is not in the data folder. Default: $$COMBOT_DATABASE.")
  private String database;

  @Option(
      names = "--format",
      defaultValue = "csv",
      paramLabel = "csv|jsonl",
      description =
          "csv for spreadsheets and statistics: a text that a spreadsheet would take for a formula gets an apostrophe in front. jsonl: an object a line, each text as it was written. (${DEFAULT-VALUE})")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; a file that exists is left alone. Default: standard output.")
  private Path out;

  @Option(
      names = "--contacts",
      description =
          "Also the e-mail addresses and panel ids that people left, and what they mistyped there.")
  private boolean contacts;

  @Spec private CommandSpec spec;

  private long turns;

  @Override
  public Integer call() throws IOException {
    var place = place();
    try (var store = place.open()) {
      refuseUnknown(store, place);
      if (out == null) {
        print(store);
      } else {
        writeFile(store);
        spec.commandLine()
            .getOut()
            .println("%s of %s in %s".formatted(Words.count(turns, "turn"), study, out));
      }
    }
    return 0;
  }

  /** By a file, so that whoever reads slowly holds no transaction open. */
  private void print(Store store) throws IOException {
    var file = Files.createTempFile("combot-export-", "");
    try {
      try (var stream = Files.newOutputStream(file)) {
        write(store, stream);
      }
      Files.copy(file, System.out);
      System.out.flush();
    } finally {
      Files.delete(file);
    }
  }

  private Place place() {
    return database == null || database.isBlank()
        ? Place.existing(data, "export from")
        : Place.server(database);
  }

  private void refuseUnknown(Store store, Place place) {
    var known = store.records().studyIds();
    if (!known.contains(study)) {
      throw new Failures.Misuse(
          "%s holds no study '%s'; %s."
              .formatted(
                  place,
                  study,
                  known.isEmpty() ? "it holds none" : "there are " + String.join(", ", known)));
    }
  }

  /** People's words lie in it: it is the owner's alone, and there is all of it or no file. */
  private void writeFile(Store store) throws IOException {
    try {
      Files.createFile(
          out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      throw new Failures.Refusal(
          "%s exists already: give another name with --out, or remove it.".formatted(out));
    } catch (IOException e) {
      throw new Failures.Refusal("%s can't be made: %s.".formatted(out, e));
    }
    try (var file = Files.newOutputStream(out)) {
      write(store, file);
    } catch (IOException | RuntimeException e) {
      Files.delete(out);
      throw e;
    }
  }

  private void write(Store store, OutputStream to) throws IOException {
    var writer = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    store
        .records()
        .export(
            study,
            factors -> {
              var columns = new ExportColumns(factors, contacts);
              if (format == Format.CSV) {
                append(writer, Csv.row(columns.names()));
              }
              return turn -> {
                var values = columns.values(turn);
                append(
                    writer,
                    switch (format) {
                      case CSV -> Csv.row(new ArrayList<>(values.values()));
                      case JSONL -> Json.line(values) + "\n";
                    });
                turns++;
              };
            });
    writer.flush();
  }

  private static void append(Writer writer, String line) {
    try {
      writer.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
