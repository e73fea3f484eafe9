package combot.reply;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One question on its way, and what LangChain4j does not tell of it: status, the provider's number,
 * when to ask again. Works on the thread that asks, which is interrupted when time is over.
 */
final class Exchange implements HttpClient {

  /** Names of headers, in lower case. */
  static final Set<String> LOOKED_AT =
      Set.of(
          "content-type",
          "x-request-id",
          "request-id",
          "apim-request-id",
          "retry-after",
          "retry-after-ms");

  private final Wire wire;
  private volatile int status;
  private volatile HttpHeaders headers = HttpHeaders.of(Map.of(), (_, _) -> true);
  private volatile String body = "";
  private volatile IOException failure;

  Exchange(Wire wire) {
    this.wire = wire;
  }

  /** 0 where none came. */
  int status() {
    return status;
  }

  /** What came, where it came whole and not as a stream. */
  String body() {
    return body;
  }

  /** Why nothing came, or not all. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** The provider's number of the request. */
  Optional<String> requestId() {
    return header("x-request-id")
        .or(() -> header("request-id"))
        .or(() -> header("apim-request-id"));
  }

  /** How long the provider wants nothing to be asked. */
  Optional<Duration> retryAfter() {
    return header("retry-after-ms")
        .filter(it -> it.matches("\\d{1,9}"))
        .map(it -> Duration.ofMillis(Long.parseLong(it)))
        .or(() -> header("retry-after").flatMap(Exchange::delay));
  }

  private static Optional<Duration> delay(String told) {
    if (told.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(told)));
    }
    try {
      var at = ZonedDateTime.parse(told, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var delay = Duration.between(Instant.now(), at);
      return Optional.of(delay.isNegative() ? Duration.ZERO : delay);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    try (var stream = send(request)) {
      body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      refuseFailure();
      return SuccessfulHttpResponse.builder().statusCode(status).body(body).build();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Streams on the calling thread, until all is told. */
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    try (var stream = send(request)) {
      if (isFailure()) {
        body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        refuseFailure();
      }
      listener.onOpen(SuccessfulHttpResponse.builder().statusCode(status).build());
      parser.parse(new Noted(stream), listener);
      if (failure == null) {
        listener.onClose();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private InputStream send(HttpRequest request) throws IOException {
    var headersSent =
        request.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, it -> String.join(", ", it.getValue())));
    try {
      var response = wire.send(new Wire.Request(request.url(), headersSent, request.body()));
      status = response.status();
      headers = response.headers();
      return response.body();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("time is over");
    }
  }

  private boolean isFailure() {
    return status < 200 || status > 299;
  }

  private void refuseFailure() {
    if (isFailure()) {
      throw new HttpException(status, "status " + status);
    }
  }

  private UncheckedIOException failed(IOException e) {
    failure = e;
    return new UncheckedIOException(e);
  }

  /** A parser swallows what a stream throws. */
  private final class Noted extends FilterInputStream {
    Noted(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw failed(e).getCause();
      }
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      try {
        return super.read(to, from, length);
      } catch (IOException e) {
        throw failed(e).getCause();
      }
    }
  }
}
