package combot;

import combot.reply.Endpoints;
import combot.study.LanguageModel.Provider;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where language models are asked, from settings or variables. */
final class LlmSettings {

  private LlmSettings() {}

  /**
   * Those of a worker.
   *
   * @throws Failures.Refusal if they can't be used
   */
  static Endpoints of(Settings settings) {
    var given =
        Map.of(
            Provider.OPENAI, given(settings.openai()),
            Provider.ANTHROPIC, given(settings.anthropic()));
    var llm = settings.llm();
    return endpoints(new Endpoints.Options(given, llm.concurrent(), llm.record(), llm.replay()));
  }

  private static Endpoints.Given given(Settings.Provider provider) {
    return new Endpoints.Given(provider.url(), provider.key(), provider.keyFile());
  }

  /**
   * Those of a command.
   *
   * @throws Failures.Refusal if they can't be used
   */
  static Endpoints of(Map<String, String> environment) {
    return endpoints(options(environment));
  }

  private static Endpoints endpoints(Endpoints.Options options) {
    try {
      return Endpoints.of(options);
    } catch (IllegalArgumentException e) {
      throw new Failures.Misuse(e.getMessage());
    }
  }

  /** What is wrong with the variables, a line each; but for their number, which others judge. */
  static List<String> problems(Map<String, String> environment) {
    return options(environment).problems();
  }

  /** The files that {@code --record} and {@code --replay} name, absolute, by the option's name. */
  static Map<String, Path> recordings(ServerCommand command) {
    var files = new TreeMap<String, Path>();
    put(files, "record", command.record);
    put(files, "replay", command.replay);
    return files;
  }

  private static void put(Map<String, Path> files, String name, Path file) {
    if (file != null && !file.toString().isBlank()) {
      files.put(name, file.toAbsolutePath().normalize());
    }
  }

  /** The variables as they would be, were options given as such. */
  static Map<String, String> variables(ServerCommand command, Map<String, String> environment) {
    var variables = new HashMap<>(environment);
    recordings(command)
        .forEach((name, file) ->
            variables.put("COMBOT_LLM_" + name.toUpperCase(Locale.ROOT), file.toString()));
    return variables;
  }

  private static Endpoints.Options options(Map<String, String> environment) {
    var given = new EnumMap<Provider, Endpoints.Given>(Provider.class);
    for (var provider : Provider.values()) {
      given.put(
          provider,
          new Endpoints.Given(
              value(environment, Endpoints.variable(provider, "URL")),
              value(environment, Endpoints.variable(provider, "KEY")),
              value(environment, Endpoints.variable(provider, "KEY_FILE")).map(Path::of)));
    }
    return new Endpoints.Options(
        given,
        1,
        value(environment, "COMBOT_LLM_RECORD").map(Path::of),
        value(environment, "COMBOT_LLM_REPLAY").map(Path::of));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(it -> !it.isBlank());
  }
}
