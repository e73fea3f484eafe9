package combot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One participant's connection: kept open, one request at a time. For the loop's thread. */
final class Connection implements AutoCloseable {

  private final InetSocketAddress server;
  private final Selector selector;
  private final ByteBuffer shared;
  private final Crowd crowd;
  private final LongSupplier think;
  private final Bytes request = new Bytes(4_096);
  private final AnswerReader reader = new AnswerReader();
  private SocketChannel channel;
  private SelectionKey key;
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private Optional<Script> script = Optional.empty();
  private Kind kind;
  private long sentAt;
  private long sendsAt;
  private boolean thinks;
  private boolean done;

  /**
   * Connects.
   *
   * @param shared direct memory that all connections of the thread use in turn
   * @param think nanoseconds from an answer to the next request
   */
  Connection(
      InetSocketAddress server,
      Selector selector,
      ByteBuffer shared,
      Crowd crowd,
      LongSupplier think)
      throws IOException {
    this.server = server;
    this.selector = selector;
    this.shared = shared;
    this.crowd = crowd;
    this.think = think;
    connect();
  }

  private void connect() throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Sends the next request of the script, or of the next script, at once or after a thought. */
  void proceed(long now) {
    var next = script.flatMap(Script::next);
    if (next.isEmpty()) {
      script = crowd.next(now);
      next = script.flatMap(Script::next);
    }
    if (next.isEmpty()) {
      done = true;
      close();
      return;
    }
    kind = next.get();
    sendsAt = now + think.getAsLong();
    thinks = sendsAt > now;
    if (!thinks) {
      sendNext();
    }
  }

  /** Sends what was thought over, if it is time. */
  void resume(long now) {
    if (thinks && now >= sendsAt) {
      thinks = false;
      sendNext();
    }
  }

  private void sendNext() {
    request.clear();
    script.orElseThrow().write(request);
    unsent = request.asBuffer();
    reader.reset();
    sentAt = System.nanoTime();
    try {
      send();
    } catch (IOException e) {
      failed("could not send: " + e.getMessage(), "");
    }
  }

  private void send() throws IOException {
    while (unsent.hasRemaining()) {
      shared.clear();
      int part = Math.min(shared.capacity(), unsent.remaining());
      shared.put(unsent.slice(unsent.position(), part)).flip();
      int written = channel.write(shared);
      unsent.position(unsent.position() + written);
      if (written < part) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
    }
  }

  /** Goes on with what the channel is ready for. */
  void ready() {
    try {
      if (key.isWritable()) {
        key.interestOps(SelectionKey.OP_READ);
        send();
      }
      if (key.isReadable()) {
        receive();
      }
    } catch (IOException | IllegalStateException e) {
      failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), "");
    }
  }

  private void receive() throws IOException {
    shared.clear();
    int count = channel.read(shared);
    if (count < 0 && thinks) { // nothing was under way: a browser connects again
      close();
      connect();
      return;
    }
    if (count < 0) {
      failed("the server closed the connection", "");
      return;
    }
    reader.received().add(shared.flip());
    var answer = reader.poll();
    if (answer.isPresent()) {
      answered(answer.get(), System.nanoTime());
    }
  }

  private void answered(Answer answer, long now) throws IOException {
    var wrong = script.orElseThrow().judge(answer);
    if (wrong.isPresent()) {
      crowd.failed(kind, wrong.get(), answer.excerpt(), now);
      script = Optional.empty();
    } else {
      crowd.succeeded(kind, now - sentAt, now);
    }
    if (answer.closes()) {
      close();
      connect();
    }
    proceed(now);
  }

  /** Fails the request under way if it was sent longer ago than {@code patience}. */
  void giveUp(long now, Duration patience) {
    if (!done && !thinks && now - sentAt > patience.toNanos()) {
      failed("no answer within " + patience.toSeconds() + " s", "");
    }
  }

  private void failed(String why, String excerpt) {
    long now = System.nanoTime();
    script.ifPresent(Script::abandon);
    script = Optional.empty();
    crowd.failed(kind, why, excerpt, now);
    close();
    try {
      connect();
    } catch (IOException e) {
      throw new UncheckedIOException("the server at " + server + " is gone", e);
    }
    proceed(now);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
