package combot.reply;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes the way of a question to this worker itself, whose answer does not matter, and brings a
 * made-up one. Asks no model and costs nothing.
 */
final class Rehearsed implements Wire {

  private static final List<String> ANSWERS =
      List.of(
          "I see. What happened right after that?",
          "Thank you, that helps. When did you notice it first?",
          "That gives me a clearer picture. Who else was there at the time?",
          "Understood so far. How long did it go on in the end?",
          "Good that you mention it. Which part of it took you longest?",
          "Let me stay with that for a moment. Where were you when you found out?");

  private static final String OPENAI =
      """
      {"id": "1", "model": "none", "choices": [{"index": 0, "finish_reason": "stop",
       "message": {"role": "assistant", "content": "%s"}}],
       "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
      """;

  private static final String OPENAI_STREAM =
      """
      data: {"id": "1", "model": "none", "choices": [{"index": 0, "delta": {"content": "%s"}}]}

      data: {"id": "1", "model": "none", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}

      data: [DONE]

      """;

  private static final String ANTHROPIC =
      """
      {"id": "1", "type": "message", "role": "assistant", "model": "none", "stop_reason": "end_turn",
       "content": [{"type": "text", "text": "%s"}], "usage": {"input_tokens": 1, "output_tokens": 1}}
      """;

  private static final String ANTHROPIC_STREAM =
      """
      event: message_start
      data: {"type": "message_start", "message": {"id": "1", "type": "message", "role": "assistant", "model": "none", "content": [], "usage": {"input_tokens": 1, "output_tokens": 1}}}

      event: content_block_start
      data: {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}

      event: content_block_delta
      data: {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "%s"}}

      event: content_block_stop
      data: {"type": "content_block_stop", "index": 0}

      event: message_delta
      data: {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 1}}

      event: message_stop
      data: {"type": "message_stop"}

      """;

  private final Network network = new Network();
  private final URI worker;
  private final AtomicInteger answered = new AtomicInteger();

  /**
   * @param worker an address where nothing counts who comes
   */
  Rehearsed(URI worker) {
    this.worker = worker;
  }

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    var sent = network.send(new Request(worker.toString(), Map.of(), request.body()));
    try (var body = sent.body()) {
      body.readAllBytes();
    }
    boolean streaming = request.body().replace(" ", "").contains("\"stream\":true");
    var form =
        request.url().endsWith("/messages")
            ? streaming ? ANTHROPIC_STREAM : ANTHROPIC
            : streaming ? OPENAI_STREAM : OPENAI;
    var answer = form.formatted(ANSWERS.get(answered.getAndIncrement() % ANSWERS.size()));
    var type = streaming ? "text/event-stream" : "application/json";
    return new Response(
        200,
        HttpHeaders.of(Map.of("content-type", List.of(type)), (_, _) -> true),
        new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    network.close();
  }
}
