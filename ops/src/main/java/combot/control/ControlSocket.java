package combot.control;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;

/** The running side. Each request has a thread of its own, so a handler may take its time. */
public final class ControlSocket implements AutoCloseable {

  /** Does what is asked. */
  public interface Handler {

    /**
     * @param progress takes lines for whoever asked, meanwhile
     * @return the answer
     * @throws ControlException if it is not done
     */
    JsonObject handle(JsonObject request, Consumer<String> progress);
  }

  private static final int LONGEST_REQUEST = 64 << 10;
  private static final long PAUSE_NANOS = 100_000_000;

  private final Path file;
  private final ServerSocketChannel server;
  private final Handler handler;
  private final Predicate<String> allowed;

  private ControlSocket(
      Path file, ServerSocketChannel server, Handler handler, Predicate<String> allowed) {
    this.file = file;
    this.server = server;
    this.handler = handler;
    this.allowed = allowed;
  }

  /**
   * Listens from now on, for its own user and root.
   *
   * @param data folder beside whose files it is
   * @throws ControlException if another process listens there
   * @throws UncheckedIOException if the socket can't be made
   */
  public static ControlSocket open(Path data, Handler handler) {
    var owner = owner(data);
    return open(data, handler, name -> name.equals("root") || name.equals(owner));
  }

  /**
   * @param allowed who may ask, by name
   */
  static ControlSocket open(Path data, Handler handler, Predicate<String> allowed) {
    var file = ControlAddress.file(data);
    refuseTwin(data);
    try {
      Files.deleteIfExists(file); // left by one that was killed
      var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      ControlAddress.use(data, server::bind);
      // Until here others could connect; they are refused by their name.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      var socket = new ControlSocket(file, server, handler, allowed);
      Thread.ofPlatform().daemon().name("control").start(socket::listen);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the control socket %s can't be made: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** By what is made now: a folder may be another's who lets us write there. */
  private static String owner(Path data) {
    try {
      var made = Files.createTempFile(data, "control", null);
      try {
        return Files.getOwner(made).getName();
      } finally {
        Files.delete(made);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the data folder %s can't be written to: %s".formatted(data, e.getMessage()), e);
    }
  }

  private static void refuseTwin(Path data) {
    if (ControlClient.isAnswered(data)) {
      throw new ControlException(
          "Combot runs already on the data folder %s: see './combot status --data %s', or give another folder with --data."
              .formatted(data, data));
    }
  }

  private void listen() {
    while (true) {
      try {
        var channel = server.accept();
        Thread.ofVirtual().start(() -> serve(channel));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(PAUSE_NANOS); // too many files are open, for a while
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        var in =
            new BufferedReader(
                Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), -1))) {
      var request = read(in); // else what is unread cuts the answer off
      var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      if (allowed.test(peer)) {
        answer(channel, request);
      } else {
        send(channel, "refused", "only its own user and root may do that, not " + peer);
      }
    } catch (IOException _) {
      // whoever asked is gone
    }
  }

  private static String read(BufferedReader in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == LONGEST_REQUEST) {
        throw new IOException("a request is too long");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void answer(SocketChannel channel, String request) throws IOException {
    try {
      var answer =
          handler.handle(
              new JsonObject(request),
              line -> {
                try {
                  send(channel, "progress", line);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      send(channel, "done", answer);
    } catch (DecodeException | ClassCastException _) {
      send(
          channel, "refused", "the request is not understood: is this the same version of Combot?");
    } catch (ControlException e) {
      send(channel, "refused", e.getMessage());
    } catch (RuntimeException e) {
      send(channel, "refused", "it failed: " + e);
    }
  }

  private static void send(SocketChannel channel, String kind, Object value) throws IOException {
    var line = new JsonObject().put(kind, value).encode() + "\n";
    var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    synchronized (channel) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.err.println("the control socket can't be closed: " + e.getMessage());
    }
  }
}
