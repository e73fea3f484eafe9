package combot.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Answers questions from a recording: the same question gets its answers in their order, the last
 * one again and again.
 */
final class Replay implements Wire {

  /** What a question gets that is not in the recording. */
  static final class NotRecorded extends IOException {
    NotRecorded() {
      super("no such question is recorded");
    }
  }

  private final Map<String, Deque<Take>> takes;

  private Replay(Map<String, Deque<Take>> takes) {
    this.takes = takes;
  }

  /**
   * Reads a recording.
   *
   * @throws IllegalArgumentException if it is none, or can't be read
   */
  static Replay of(Path file) {
    var takes = new HashMap<String, Deque<Take>>();
    int number = 0;
    try {
      for (var line : Files.readAllLines(file)) {
        number++;
        var take = Take.of(line);
        takes.computeIfAbsent(take.key(), _ -> new ArrayDeque<>()).add(take);
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "COMBOT_LLM_REPLAY: line %d of %s is no recorded answer; take it out, or record again"
              .formatted(number, file),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "COMBOT_LLM_REPLAY must be a file that can be read, was '%s'".formatted(file), e);
    }
    return new Replay(takes);
  }

  @Override
  public Response send(Request request) throws IOException {
    var take = next(Take.key(request));
    return new Response(
        take.status(),
        HttpHeaders.of(take.headers(), (_, _) -> true),
        new ByteArrayInputStream(take.answer().getBytes(StandardCharsets.UTF_8)));
  }

  private synchronized Take next(String key) throws NotRecorded {
    var left = takes.get(key);
    if (left == null) {
      throw new NotRecorded();
    }
    return left.size() > 1 ? left.remove() : left.element();
  }
}
