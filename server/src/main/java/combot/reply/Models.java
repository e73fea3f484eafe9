package combot.reply;

import combot.study.LanguageModel;
import combot.study.LanguageModel.Provider;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Asks models through LangChain4j, which knows the protocols; HTTP, time and failures are ours.
 * Safe for many threads.
 */
final class Models implements AutoCloseable {

  private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

  private record Pair(ChatModel whole, StreamingChatModel stream) {}

  private final Endpoints endpoints;
  private final Wire wire;
  private final Map<Provider, Pair> models = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param wire closed with this
   */
  Models(Endpoints endpoints, Wire wire) {
    this.endpoints = endpoints;
    this.wire = wire;
  }

  /**
   * One request. Never fails otherwise than by an answer that says so.
   *
   * @param nanos from now, after which nothing is waited for
   * @param partial told what came so far, as it grows; {@code null}: nothing is streamed. Not told
   *     anything once this has returned.
   */
  Answer ask(Question question, long nanos, Consumer<String> partial) throws InterruptedException {
    var exchange = new Exchange(wire);
    var heard = new Heard(partial);
    var asking =
        threads.submit(() ->
            ScopedValue.where(CURRENT, exchange).call(() -> answer(question, heard, exchange)));
    try {
      return asking.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return failed("deadline", true, exchange);
    } catch (ExecutionException e) {
      return failure(e.getCause(), exchange);
    } finally {
      heard.end();
      asking.cancel(true);
    }
  }

  private Answer answer(Question question, Heard heard, Exchange exchange) {
    var pair =
        models.computeIfAbsent(
            question.model().provider(),
            provider -> pair(provider, endpoints.find(provider).orElseThrow()));
    var request =
        ChatRequest.builder()
            .messages(question.messages())
            .parameters(parameters(question.model()))
            .build();
    ChatResponse response;
    if (heard.partial == null) {
      response = pair.whole().chat(request);
    } else {
      pair.stream().chat(request, heard);
      response = heard.whole();
    }
    var usage = response.tokenUsage();
    boolean counted =
        usage != null && usage.inputTokenCount() != null && usage.outputTokenCount() != null;
    var text = response.aiMessage().text();
    return new Answer.Words(
        text == null ? "" : text,
        ending(response.finishReason()),
        response.modelName(),
        exchange.requestId().orElse(response.id()),
        counted ? new Answer.Usage(usage.inputTokenCount(), usage.outputTokenCount()) : null);
  }

  private ChatRequestParameters parameters(LanguageModel model) {
    if (model.provider() == Provider.ANTHROPIC) {
      return ChatRequestParameters.builder()
          .modelName(model.name())
          .temperature(model.temperature())
          .maxOutputTokens(model.maxTokens())
          .build();
    }
    var parameters =
        OpenAiChatRequestParameters.builder()
            .modelName(model.name())
            .temperature(model.temperature());
    model.seed().ifPresent(seed -> parameters.customParameters(Map.of("seed", seed)));
    // Others know the old name only; OpenAI's newer models the new one only.
    return endpoints.find(Provider.OPENAI).orElseThrow().isOpenAi()
        ? parameters.maxCompletionTokens(model.maxTokens()).build()
        : parameters.maxOutputTokens(model.maxTokens()).build();
  }

  private static Pair pair(Provider provider, Endpoint endpoint) {
    var url = endpoint.url().toString();
    return switch (provider) {
      case OPENAI ->
          new Pair(
              new OpenAiChatModel.OpenAiChatModelBuilder()
                  .httpClientBuilder(new Builder())
                  .baseUrl(url)
                  .apiKey(endpoint.key())
                  .maxRetries(0)
                  .build(),
              new OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder()
                  .httpClientBuilder(new Builder())
                  .baseUrl(url)
                  .apiKey(endpoint.key())
                  .build());
      case ANTHROPIC -> {
        // LangChain4j wants one.
        var key = endpoint.key() == null ? "none" : endpoint.key();
        yield new Pair(
            AnthropicChatModel.builder()
                .httpClientBuilder(new Builder())
                .baseUrl(url)
                .apiKey(key)
                .modelName("named by each request")
                .maxRetries(0)
                .build(),
            AnthropicStreamingChatModel.builder()
                .httpClientBuilder(new Builder())
                .baseUrl(url)
                .apiKey(key)
                .modelName("named by each request")
                .build());
      }
    };
  }

  private static Answer.Ending ending(FinishReason reason) {
    return switch (reason) {
      case null -> Answer.Ending.UNKNOWN;
      case STOP -> Answer.Ending.DONE;
      case LENGTH -> Answer.Ending.LENGTH;
      case CONTENT_FILTER -> Answer.Ending.FILTERED;
      case TOOL_EXECUTION, OTHER -> Answer.Ending.UNKNOWN;
    };
  }

  private static Answer failure(Throwable thrown, Exchange exchange) {
    int status = exchange.status();
    if (exchange.failure().isPresent()) {
      return ofConnection(exchange.failure().get(), exchange);
    }
    if (status != 0 && (status < 200 || status > 299)) {
      return failed(Integer.toString(status), status == 429 || status >= 500, exchange);
    }
    return thrown instanceof ContentFilteredException
        ? failed("refusal", false, exchange)
        : failed("malformed", true, exchange);
  }

  private static Answer ofConnection(IOException failure, Exchange exchange) {
    if (failure instanceof Replay.NotRecorded) {
      return failed("not-recorded", false, exchange);
    }
    return isTooBig(failure)
        ? failed("too-big", false, exchange)
        : failed("connection", true, exchange);
  }

  /** The JDK says so in words alone. */
  private static boolean isTooBig(Throwable failure) {
    return failure != null
        && (String.valueOf(failure.getMessage()).contains("exceeds capacity")
            || isTooBig(failure.getCause()));
  }

  private static Answer failed(String error, boolean again, Exchange exchange) {
    int status = exchange.status();
    return new Answer.Failed(
        error,
        again,
        error.equals("deadline") || status >= 200 && status < 300,
        exchange.retryAfter().orElse((Duration) null),
        exchange
            .failure()
            .map(it -> it.getMessage() == null ? it.toString() : it.getMessage())
            .orElse(exchange.body()),
        exchange.requestId().orElse(null),
        Answer.Usage.in(exchange.body()).orElse(null));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    wire.close();
  }

  /** Hears a stream; of one that is over and did not say so, what came is the answer. */
  private static final class Heard implements StreamingChatResponseHandler {
    private final Consumer<String> partial;
    private final StringBuilder text = new StringBuilder();
    private ChatResponse complete;
    private Throwable failure;
    private boolean ended;

    Heard(Consumer<String> partial) {
      this.partial = partial;
    }

    @Override
    public synchronized void onPartialResponse(String more) {
      text.append(more);
      if (!ended) {
        partial.accept(text.toString());
      }
    }

    @Override
    public synchronized void onCompleteResponse(ChatResponse response) {
      complete = response;
    }

    @Override
    public synchronized void onError(Throwable error) {
      failure = error;
    }

    synchronized void end() {
      ended = true;
    }

    synchronized ChatResponse whole() {
      if (complete != null) {
        return complete;
      }
      if (failure != null || text.isEmpty()) {
        throw new IllegalStateException("no answer came", failure);
      }
      return ChatResponse.builder().aiMessage(AiMessage.from(text.toString())).build();
    }
  }

  /** Gives LangChain4j the HTTP of the question that is being asked. */
  private static final class Builder implements HttpClientBuilder {
    private Duration connectTimeout;
    private Duration readTimeout;

    @Override
    public Duration connectTimeout() {
      return connectTimeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    @Override
    public Duration readTimeout() {
      return readTimeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      readTimeout = timeout;
      return this;
    }

    @Override
    public HttpClient build() {
      return new Current();
    }
  }

  private static final class Current implements HttpClient {
    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
      return CURRENT.get().execute(request);
    }

    @Override
    public void execute(
        HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
      CURRENT.get().execute(request, parser, listener);
    }
  }
}
