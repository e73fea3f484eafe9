package combot;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import combot.reply.Fixture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A language model's endpoint, which answers as it is told, or waits. For tests of any package. */
public final class ModelServer implements ResponseTransformerV2, AutoCloseable {

  private static final String GOOD =
      "{{#if (contains request.body 'ask nothing')}}Thank you, that is all for now.{{else}}"
          + "Thank you, I see. What came of number {{randomInt lower=1000 upper=9999999}} in the end?{{/if}}";

  private final WireMockServer server =
      new WireMockServer(
          WireMockConfiguration.options().dynamicPort().globalTemplating(true).extensions(this));
  private final Semaphore asked = new Semaphore(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  public ModelServer() {
    server.start();
    answersWell();
  }

  /** As {@code COMBOT_OPENAI_URL} takes it. */
  public String url() {
    return server.baseUrl() + "/v1";
  }

  /** A JVM's option for a worker to ask it. */
  String option() {
    return "-Dcombot.openai.url=" + url();
  }

  /** Requests that were answered so far. */
  public int asked() {
    return server.getAllServeEvents().size();
  }

  /** From now on. */
  void answers(ResponseDefinitionBuilder answer) {
    server.stubFor(post(anyUrl()).willReturn(answer));
  }

  /** With ever another question, or a statement where nothing is to be asked. */
  void answersWell() {
    answers(okJson(Fixture.completion(GOOD)).withHeader("x-request-id", "req-{{request.id}}"));
  }

  /** Answers nothing until it is released. */
  void hold() {
    asked.drainPermits();
    gate = new CountDownLatch(1);
  }

  void awaitAsked() throws InterruptedException {
    assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).as("the model is asked").isTrue();
  }

  void release() {
    gate.countDown();
  }

  /** Whether an answer to the request of that number had these words. */
  boolean said(String text, String requestId) {
    return server.getAllServeEvents().stream()
        .anyMatch(event ->
            requestId.equals(
                    event.getResponse().getHeaders().getHeader("x-request-id").firstValue())
                && event.getResponse().getBodyAsString().contains(text));
  }

  @Override
  public Response transform(Response response, ServeEvent event) {
    asked.release();
    try {
      gate.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return response;
  }

  @Override
  public String getName() {
    return "held";
  }

  @Override
  public void close() {
    release();
    server.stop();
  }
}
