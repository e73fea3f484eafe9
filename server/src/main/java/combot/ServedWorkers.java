package combot;

import combot.gateway.Program;
import combot.gateway.Workers;
import combot.study.StudyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts workers on the studies as they were at the start, or at the last reload: a file that is
 * being edited is not taken by whichever worker happens to start next.
 */
final class ServedWorkers implements Workers {

  private final ServeCommand serve;
  private final Path data;
  private final String logging;
  private final Listening listening;

  /**
   * @param listening where participants find the studies
   * @param data folder; the studies are copied into it
   * @param logging the JVM's option for it
   */
  ServedWorkers(ServeCommand serve, Listening listening, Path data, String logging) {
    this.serve = serve;
    this.listening = listening;
    this.data = data;
    this.logging = logging;
  }

  @Override
  public Start start(Program program) {
    var words = new ArrayList<String>();
    words.add(program.java());
    words.addAll(program.options());
    words.add("-Dcombot.home=" + program.home());
    words.add(logging);
    words.addAll(List.of("-jar", program.jar()));
    words.addAll(List.of("worker", "--controlled", "--host=127.0.0.1", "--port=0"));
    words.add("--data=" + data);
    // Where an address comes from the environment, it is in the worker's too, and in no list of
    // processes.
    if (serve.database != null && !serve.database.equals(System.getenv("COMBOT_DATABASE"))) {
      words.add("--database=" + serve.database);
    }
    if (serve.redis != null && !serve.redis.equals(System.getenv("COMBOT_REDIS"))) {
      words.add("--redis=" + serve.redis);
    }
    LlmSettings.recordings(serve).forEach((name, file) -> words.add("--" + name + "=" + file));
    var ids = new ArrayList<String>();
    for (var file : serve.studies) {
      words.add("--study=" + kept(file.toAbsolutePath().normalize(), ids));
    }
    serve.origins.forEach(origin -> words.add("--cors-origin=" + origin));
    return new Start(words, ids);
  }

  @Override
  public List<String> news(Start before, Start now) {
    if (before.serves().equals(now.serves())) {
      return List.of();
    }
    var lines = new ArrayList<String>();
    for (var id : before.serves()) {
      if (!now.serves().contains(id)) {
        lines.add(
            "the study '%s' is not served any more: its link, and its page if it is loaded again, say that there is none; pages that are open go on with the version that they began with"
                .formatted(id));
      }
    }
    now.serves().forEach(id -> lines.add(listening.page(id)));
    return lines;
  }

  /** A copy under the name of its content, which nobody edits. */
  private Path kept(Path file, List<String> ids) {
    try {
      var content = Files.readAllBytes(file);
      var study = StudyFile.parse(file.toString(), content);
      ids.add(study.id());
      var folder = data.resolve("studies").resolve(study.version().substring(0, 16));
      Files.createDirectories(folder);
      var whole = Files.write(Files.createTempFile(folder, "study", null), content);
      return Files.move(whole, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException("the study file %s is not there any more".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the study file %s can't be read, or not be copied into %s: %s".formatted(file, data, e),
          e);
    }
  }
}
