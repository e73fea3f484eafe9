package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.store.Tables;
import combot.store.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A data folder on a small disk that fills up, with people in the middle, and is emptied again. */
@Timeout(240)
class DiskFullIT {

  private static final int PEOPLE = 15;

  private final WorkerProcess worker =
      WorkerProcess.serving("--study", "studies/think-feel.yaml")
          .with("-Dcombot.disk.low=2M", "-Dcombot.disk.full=64K");
  private final PageClient page = new PageClient(worker);

  @AfterEach
  void clean() throws Exception {
    page.close();
    if (worker.isAlive()) {
      worker.kill();
    }
    // Lazily: the test has the database open.
    run("umount", "-l", worker.data().toString());
    worker.close();
  }

  private static void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("%s (this test needs the right to mount): %s", String.join(" ", command), said)
        .isZero();
  }

  @Test
  void peopleWaitAndGoOnAndNothingIsAcceptedThatIsNotStored() throws Exception {
    Files.createDirectories(worker.data());
    run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", worker.data().toString());
    worker.start();
    var people =
        Together.run(PEOPLE, i -> PageClient.json(page.begin(requestId(i))).get("token").asText());
    var filler = fill(worker.data().resolve("filler"));

    var accepted = Together.run(PEOPLE, i -> talkUntilRefused(people.get(i)));
    assertFullDiskIsTold();

    Files.delete(filler);
    Together.run(
        PEOPLE,
        i -> {
          var next = accepted.get(i).size();
          var reply = page.say(people.get(i), next, text(next));
          assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
          return accepted.get(i).add(text(next));
        });
    assertThat(page.get("/health/ready").statusCode()).isEqualTo(200);
    var tables = new Tables(worker.data());
    tables.check();
    assertThat(tables.count("conversation")).isEqualTo(PEOPLE);
    for (int i = 0; i < PEOPLE; i++) {
      assertThat(
              tables.texts(
                  """
                  select t.text from turn t join conversation c on c.id = t.conversation_id
                  where t.role = 'PARTICIPANT' and c.request_id = ? order by t.number\
                  """,
                  requestId(i)))
          .isEqualTo(accepted.get(i));
    }
  }

  /** The messages that were answered with 200 before one was refused. */
  private List<String> talkUntilRefused(String token) {
    var accepted = new ArrayList<String>();
    while (accepted.size() < 6) {
      var reply = page.say(token, accepted.size(), text(accepted.size()));
      if (reply.statusCode() == 503) {
        assertThat(reply.headers().firstValue("Retry-After")).contains("1");
        return accepted;
      }
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      accepted.add(text(accepted.size()));
    }
    throw new AssertionError("the disk was never full");
  }

  private static String text(int number) {
    return number + " " + "It broke. ".repeat(400);
  }

  private void assertFullDiskIsTold() {
    assertThat(page.begin(requestId(99)).statusCode()).isEqualTo(503);
    assertThat(page.get("/api/random/initial").statusCode()).isEqualTo(503);
    assertThat(page.get("/s/think-feel").statusCode()).isEqualTo(200);
    assertThat(page.get("/health/live").statusCode()).isEqualTo(200);
    var health = page.get("/health/ready");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(PageClient.check(health, "disk").at("/data/state").asText()).isEqualTo("full");
    assertThat(PageClient.check(health, "disk").at("/data/why").asText()).contains("make room");
    assertThat(page.get("/metrics").body())
        .containsPattern("\ncombot_database_write_failures_total [1-9]");
  }

  private static Path fill(Path file) throws IOException {
    var block = new byte[4096];
    try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
      return file;
    }
  }

  private static String requestId(int person) {
    return "somebody-on-a-full-disk-" + person;
  }
}
