package combot.reply;

import combot.study.LanguageModel.Provider;
import java.util.Optional;

/**
 * Where the models of a provider are asked, as an operator may be told.
 *
 * @param hasKey whether a key is sent along
 */
public record Reach(String url, boolean hasKey) {

  /** Empty where the installation has no endpoint for it. */
  public static Optional<Reach> of(Endpoints endpoints, Provider provider) {
    return endpoints
        .find(provider)
        .map(endpoint -> new Reach(endpoint.url().toString(), endpoint.key() != null));
  }
}
