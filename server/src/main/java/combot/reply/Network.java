package combot.reply;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Real HTTP/1.1, which each of these servers speaks. */
final class Network implements Wire {

  /** Bytes of an answer that are taken; a reply of 4,000 tokens has some 20 KB. */
  static final long LONGEST_BODY = 256 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    var built =
        HttpRequest.newBuilder(URI.create(request.url()))
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    request.headers().forEach(built::header);
    var response =
        client.send(
            built.build(), BodyHandlers.limiting(BodyHandlers.ofInputStream(), LONGEST_BODY));
    return new Response(response.statusCode(), response.headers(), response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
