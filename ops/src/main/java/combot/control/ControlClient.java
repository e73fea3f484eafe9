package combot.control;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The asking side. For one thread. */
public final class ControlClient {

  private final Path data;

  /**
   * @param data folder of the running Combot
   */
  public ControlClient(Path data) {
    this.data = data;
  }

  /**
   * Whether a Combot listens on the data folder.
   *
   * @throws ControlException if that can't be told, since the socket is another user's
   */
  public static boolean isAnswered(Path data) {
    try (var _ = ControlAddress.use(data, SocketChannel::open)) {
      return true;
    } catch (IOException _) {
      if (isAnothers(ControlAddress.file(data))) {
        throw new ControlException(
            "%s belongs to another user, whose Combot may run there: start Combot as that user. If none runs, remove that file."
                .formatted(ControlAddress.file(data)));
      }
      return false;
    }
  }

  private static boolean isAnothers(Path socket) {
    return Files.exists(socket) && !Files.isWritable(socket);
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param progress hears lines meanwhile
   * @return empty if Combot ended before it answered
   * @throws ControlException if none runs there, or it refuses
   */
  public Optional<JsonObject> ask(JsonObject request, Consumer<String> progress) {
    try (var channel = connect()) {
      channel.write(ByteBuffer.wrap((request.encode() + "\n").getBytes(StandardCharsets.UTF_8)));
      var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var told = new JsonObject(line);
        if (told.containsKey("refused")) {
          throw new ControlException(told.getString("refused"));
        }
        if (told.containsKey("done")) {
          return Optional.of(told.getJsonObject("done"));
        }
        progress.accept(told.getString("progress"));
      }
      return Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Asks what is answered at once.
   *
   * @throws ControlException if none runs there, it refuses, it ends, or it takes longer
   */
  public JsonObject ask(JsonObject request, Duration atMost) {
    var answer = new FutureTask<>(() -> ask(request, _ -> {}));
    Thread.startVirtualThread(answer);
    try {
      return answer
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS)
          .orElseThrow(() -> new ControlException("Combot ended before it answered."));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ControlException refused
          ? refused
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new ControlException(
          "The Combot on the data folder %s does not answer within %d s: it hangs, or was stopped by a signal. End it and start it anew."
              .formatted(data, atMost.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("it was broken off");
    } finally {
      answer.cancel(true); // closes the channel, on which it may wait for ever
    }
  }

  private SocketChannel connect() {
    try {
      return ControlAddress.use(data, SocketChannel::open);
    } catch (IOException e) {
      throw new ControlException(whyNot(ControlAddress.file(data)));
    }
  }

  private String whyNot(Path socket) {
    if (!Files.isDirectory(data)) {
      return "There is no folder %s: give the data folder of the running Combot with --data."
          .formatted(data);
    }
    if (isAnothers(socket)) {
      return "The Combot on %s belongs to another user: ask it as that user, or with sudo."
          .formatted(data);
    }
    return "No Combot runs on the data folder %s. Start it with './combot serve', or say with --data which folder the running one has."
        .formatted(data.toAbsolutePath().normalize());
  }
}
