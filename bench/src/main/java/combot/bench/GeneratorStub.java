package combot.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;

/**
 * The server that the load test's generator is measured against, a process of its own: one thread,
 * answers that are there already, and a known delay. Prints its port; ends when its standard input
 * does. {@code /truth} tells how long it took to answer, in microseconds.
 */
final class GeneratorStub {

  private static final int ROOM = 16_384;
  private static final String TRUTH = "/truth";

  private final StubAnswers answers;
  private final long[] delays;
  private final Selector selector;
  private final PriorityQueue<Due> waiting = new PriorityQueue<>();
  private final Histogram truth = new Histogram(3);
  private int number;

  /** A connection, which has one request at a time. */
  private static final class Connection {
    final SocketChannel channel;
    final ByteBuffer in = ByteBuffer.allocate(ROOM);
    ByteBuffer out = ByteBuffer.allocate(0);
    boolean closes;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private record Due(long at, long came, SelectionKey key, byte[] answer)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(at, other.at);
    }
  }

  /**
   * @param delays nanoseconds, of one request after the other, and again from the first
   */
  private GeneratorStub(StubAnswers answers, long[] delays, Selector selector) {
    this.answers = answers;
    this.delays = delays;
    this.selector = selector;
  }

  /** A study's file, and milliseconds of delay, one or several to be taken by turns. */
  public static void main(String[] args) throws IOException {
    Thread.ofPlatform().daemon().start(GeneratorStub::endWithInput);
    var delays =
        Arrays.stream(args).skip(1).mapToLong(millis -> Long.parseLong(millis) * 1_000_000);
    var answers = new StubAnswers(Files.readAllBytes(Path.of(args[0])));
    try (var selector = Selector.open();
        var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
      server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(server.socket().getLocalPort());
      new GeneratorStub(answers, delays.toArray(), selector).serve();
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException _) {
      // no less an end
    }
    Runtime.getRuntime().halt(0);
  }

  private void serve() throws IOException {
    while (true) {
      var next = waiting.peek();
      long left = next == null ? 0 : Math.max(1, (next.at() - System.nanoTime()) / 1_000_000);
      selector.select(this::take, left);
      long now = System.nanoTime();
      while (!waiting.isEmpty() && waiting.peek().at() - now <= 0) {
        var due = waiting.poll();
        try {
          answer(due.key(), due.answer(), due.came());
        } catch (IOException _) {
          close(due.key()); // who asked is gone
        }
      }
    }
  }

  private void take(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept((ServerSocketChannel) key.channel());
      } else if (key.isWritable()) {
        write(key);
      } else {
        read(key);
      }
    } catch (IOException _) {
      close(key);
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    var channel = server.accept();
    if (channel != null) {
      channel.socket().setTcpNoDelay(true);
      channel
          .configureBlocking(false)
          .register(selector, SelectionKey.OP_READ, new Connection(channel));
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException _) {
      // it is gone
    }
  }

  private void read(SelectionKey key) throws IOException {
    var connection = (Connection) key.attachment();
    var in = connection.in;
    if (connection.channel.read(in) < 0) {
      close(key);
      return;
    }
    var text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || text.length() - end - 4 < contentLength(text, end)) {
      return;
    }
    long came = System.nanoTime();
    var head = text.substring(0, end + 2);
    connection.closes = head.contains(" HTTP/1.0\r\n");
    var body = new String(in.array(), end + 4, in.position() - end - 4, StandardCharsets.UTF_8);
    in.clear();
    boolean counts = !head.contains("/v1/loadtest/") && !head.contains("/metrics");
    if (head.contains(TRUTH)) {
      answer(key, StubAnswers.ok("application/json", "", truth()), 0);
    } else if (!counts) {
      answer(key, answers.to(head, body), 0);
    } else {
      later(key, answers.to(head, body), came);
    }
  }

  private static int contentLength(String text, int end) {
    int at = text.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length: ");
    return at < 0 || at > end
        ? 0
        : Integer.parseInt(text.substring(at + 18, text.indexOf("\r\n", at + 18)));
  }

  private void later(SelectionKey key, byte[] answer, long came) throws IOException {
    long delay = delays[number++ % delays.length];
    if (delay == 0) {
      answer(key, answer, came);
    } else {
      waiting.add(new Due(came + delay, came, key, answer));
    }
  }

  /**
   * @param came 0 for what is not measured
   */
  private void answer(SelectionKey key, byte[] answer, long came) throws IOException {
    ((Connection) key.attachment()).out = ByteBuffer.wrap(answer);
    write(key);
    if (came != 0) {
      truth.recordValue((System.nanoTime() - came) / 1_000);
    }
  }

  private static void write(SelectionKey key) throws IOException {
    var connection = (Connection) key.attachment();
    connection.channel.write(connection.out);
    if (connection.closes && !connection.out.hasRemaining()) {
      close(key);
      return;
    }
    int wanted = connection.out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private String truth() {
    return Json.text(
        Json.ordered(
            "count", truth.getTotalCount(),
            "p50", truth.getValueAtPercentile(50),
            "p90", truth.getValueAtPercentile(90),
            "p95", truth.getValueAtPercentile(95),
            "p99", truth.getValueAtPercentile(99)));
  }
}
