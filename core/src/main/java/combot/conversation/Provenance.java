package combot.conversation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the words of a turn come from.
 *
 * @param provider whose protocol was spoken, or {@code null} where no model was asked
 * @param model as it named itself in its answer, or as it was asked for where none came; or {@code
 *     null}
 * @param requestId the provider's number of the request that was used, or {@code null}
 * @param promptHash SHA-256 of the prompt as the study has it, or {@code null}
 * @param parameters what the model was asked with: temperature, longest answer, seed
 * @param inputTokens of all attempts, as the provider counts
 * @param outputTokens of all attempts
 * @param cost of all attempts, in the currency of the study's prices
 * @param queued until a place was free to ask
 * @param computed from then until the words were there
 * @param attempts requests that were sent
 * @param findings what was found wrong with answers, in order, repaired or not
 * @param errors what failed, in order, in a word or two each
 * @param refused the last answer that was not used, or {@code null}
 */
public record Provenance(
    Source source,
    String provider,
    String model,
    String requestId,
    String promptHash,
    Map<String, String> parameters,
    long inputTokens,
    long outputTokens,
    double cost,
    Duration queued,
    Duration computed,
    int attempts,
    List<String> findings,
    List<String> errors,
    String refused) {

  /** Who wrote the words. */
  public enum Source {
    /** The study's author. */
    SCRIPTED,
    /** A model; nothing was changed. */
    LLM,
    /** A model; what was wrong with its form was mended. */
    REPAIRED,
    /** The study's author, as no model gave an answer that could be used. */
    FALLBACK
  }

  /** Words that no model was asked for. */
  public static final Provenance SCRIPTED =
      new Provenance(
          Source.SCRIPTED,
          null,
          null,
          null,
          null,
          Map.of(),
          0,
          0,
          0,
          Duration.ZERO,
          Duration.ZERO,
          0,
          List.of(),
          List.of(),
          null);

  public Provenance {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    findings = List.copyOf(findings);
    errors = List.copyOf(errors);
  }
}
