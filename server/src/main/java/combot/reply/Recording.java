package combot.reply;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Appends each question and its answer to a file, a line each, whole ones only. Processes may share
 * the file.
 */
final class Recording implements Wire {

  private static final Logger LOG = Logger.getLogger(Recording.class);

  private final Wire wire;
  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();

  Recording(Wire wire, Path file) {
    this.wire = wire;
    this.file = file;
  }

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    var response = wire.send(request);
    return new Response(
        response.status(), response.headers(), new Heard(response.body(), request, response));
  }

  @Override
  public void close() {
    wire.close();
  }

  /** Nobody's conversation ends for a disk that is full. */
  private void append(Take take) {
    lock.lock();
    try {
      createPrivate();
      try (var channel = FileChannel.open(file, StandardOpenOption.APPEND);
          var _ = channel.lock()) {
        var bytes = ByteBuffer.wrap(take.line().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    } catch (IOException e) {
      LOG.warnf("a question to a model could not be recorded in %s: %s", file, e);
    } finally {
      lock.unlock();
    }
  }

  private void createPrivate() throws IOException {
    try {
      var mode = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
    } catch (FileAlreadyExistsException _) {
      // Goes on in it.
    }
  }

  private static Map<String, List<String>> kept(Response response) {
    var kept = new HashMap<String, List<String>>();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (Exchange.LOOKED_AT.contains(name.toLowerCase(Locale.ROOT))) {
            kept.put(name, values);
          }
        });
    return kept;
  }

  /** Hears what is read, and writes it down at the end. */
  private final class Heard extends FilterInputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Request request;
    private final Response response;
    private boolean written;

    Heard(InputStream body, Request request, Response response) {
      super(body);
      this.request = request;
      this.response = response;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read < 0) {
        end();
      } else {
        bytes.write(read);
      }
      return read;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int read = super.read(to, from, length);
      if (read < 0) {
        end();
      } else {
        bytes.write(to, from, read);
      }
      return read;
    }

    private void end() {
      if (!written) {
        written = true;
        append(
            new Take(
                Take.path(request),
                request.body(),
                response.status(),
                kept(response),
                bytes.toString(StandardCharsets.UTF_8)));
      }
    }
  }
}
