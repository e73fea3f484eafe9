package combot.gateway;

import combot.control.ControlException;
import combot.control.ControlSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Does what an operator asks of a running gateway. */
final class Operator implements ControlSocket.Handler {

  /** Between one look at how far a thing is and the next. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration AT_ONCE = Duration.ofSeconds(10);
  private static final Duration CLEANING = Duration.ofSeconds(30);

  private final Supervisor supervisor;
  private final Status status;
  private final Roller roller;
  private final Runnable stop;

  /** Replaces all workers; by another program where one is given. */
  interface Roller {
    /** Completes with what to tell of it, in lines. */
    CompletableFuture<List<String>> roll(Optional<Program> program, String why);
  }

  Operator(Supervisor supervisor, Status status, Roller roller, Runnable stop) {
    this.supervisor = supervisor;
    this.status = status;
    this.roller = roller;
    this.stop = stop;
  }

  @Override
  public JsonObject handle(JsonObject request, Consumer<String> progress) {
    return switch (String.valueOf(request.getString("command"))) {
      case "status" -> status.read();
      case "record" -> told(supervisor.askAny(Order.RECORD), "what is stored");
      case "models" -> told(supervisor.askAny(Order.MODELS), "which models are wanted");
      case "ask-models" -> told(supervisor.askOne(Order.ASK_MODELS), "how models answer");
      case "break-models" -> asked(Order.BREAK_MODELS);
      case "recycle" ->
          replaced(
              supervisor.replace(Optional.ofNullable(request.getInteger("worker")), "asked for"),
              progress);
      case "reload" -> rolled(roller.roll(Optional.empty(), "reload"), progress);
      case "restart" ->
          rolled(
              roller.roll(Optional.of(Program.of(request.getJsonObject("program"))), "restart"),
              progress);
      case "drain" -> hold(true);
      case "admit" -> hold(false);
      case "cleanup" -> cleanUp();
      case "rehearse-pressure" -> asked(Order.REHEARSE_PRESSURE);
      case "classify" -> asked(Order.CLASSIFY);
      case "stop" -> {
        Thread.ofPlatform().name("stop").start(stop);
        yield new JsonObject().put("pid", ProcessHandle.current().pid());
      }
      default -> throw new ControlException("that command is not known to the running Combot");
    };
  }

  private JsonObject rolled(CompletableFuture<List<String>> news, Consumer<String> progress) {
    var answer = replaced(news, progress);
    news.join().forEach(progress);
    return answer;
  }

  /** Tells what happens to workers until all are replaced. */
  private JsonObject replaced(CompletableFuture<?> done, Consumer<String> progress) {
    var last = await(supervisor.look(), AT_ONCE).past();
    while (true) {
      boolean over = isOver(done);
      var past = await(supervisor.look(), AT_ONCE).past();
      var known = last;
      past.stream()
          .filter(event -> !known.contains(event))
          .forEach(event -> progress.accept(event.what()));
      last = past;
      if (over) {
        await(done, AT_ONCE);
        return new JsonObject();
      }
    }
  }

  private static boolean isOver(CompletableFuture<?> done) {
    try {
      done.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException _) {
      return true;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private JsonObject hold(boolean out) {
    await(supervisor.hold(out), AT_ONCE);
    return new JsonObject();
  }

  private JsonObject cleanUp() {
    var told = new JsonObject();
    await(supervisor.ask(Order.CLEAN_UP), AT_ONCE)
        .forEach((id, answer) -> told.put(Integer.toString(id), words(answer)));
    return told;
  }

  /** What each worker says; one that could not do it says why under {@code failed}. */
  private JsonObject asked(Order order) {
    var told = new JsonObject();
    await(supervisor.ask(order), AT_ONCE)
        .forEach((id, answer) -> told.put(Integer.toString(id), object(words(answer))));
    return told;
  }

  /** What one worker says. */
  private static JsonObject told(CompletableFuture<String> answer, String what) {
    var words = await(answer, CLEANING);
    if (!words.startsWith("{")) {
      throw new ControlException("no worker tells %s: %s".formatted(what, words));
    }
    return new JsonObject(words);
  }

  private static JsonObject object(String words) {
    return words.startsWith("{") ? new JsonObject(words) : new JsonObject().put("failed", words);
  }

  private static String words(CompletableFuture<String> answer) {
    try {
      return await(answer, CLEANING);
    } catch (ControlException e) {
      return "not done: " + e.getMessage();
    }
  }

  /**
   * @throws ControlException if it fails so, or takes too long
   */
  static <T> T await(CompletableFuture<T> future, Duration atMost) {
    try {
      return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ControlException refused
          ? refused
          : new ControlException(String.valueOf(e.getCause().getMessage()));
    } catch (TimeoutException _) {
      throw new ControlException("no answer came within %d s".formatted(atMost.toSeconds()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ControlException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    var told = new ControlException("it was broken off");
    told.initCause(e);
    return told;
  }
}
