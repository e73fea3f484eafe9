package combot;

import combot.study.Nearest;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The {@code COMBOT_*} variables of a server, looked at before anything is started: Quarkus tells
 * of one wrong value only, with a trace. Their names, types and defaults are those of {@link
 * Settings}.
 */
final class Variables {

  private record Kind(String allowed, Function<String, Object> reader) {}

  private static final Map<Class<?>, Kind> KINDS =
      Map.of(
          Duration.class,
          new Kind("a time in ms, s, m or h", new DurationConverter()::convert),
          MemorySize.class,
          new Kind("a number of bytes, or of K, M or G", new MemorySizeConverter()::convert),
          double.class,
          new Kind("a number from 0 to 100", Variables::percent),
          int.class,
          new Kind("a whole number from 0 on", Variables::count),
          LoadTestModels.class,
          new Kind(
              "imitate or ask",
              given -> LoadTestModels.valueOf(given.strip().toUpperCase(Locale.ROOT))));

  private final Map<String, String> environment;
  private final List<String> wrong = new ArrayList<>();

  private Variables(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Refuses unknown names and values that are none.
   *
   * @throws Failures.Misuse telling all that are wrong, a line each
   */
  static void check(Map<String, String> environment) {
    var variables = new Variables(environment);
    variables.lookForUnknown();
    variables.collect(() -> LogSettings.of(null, environment));
    variables.wrong.addAll(LlmSettings.problems(environment));
    int before = variables.wrong.size();
    var settings = variables.read(Settings.class, "COMBOT_");
    if (variables.wrong.size() == before) {
      Wiring.checks(settings).forEach(variables::collect);
    }
    if (!variables.wrong.isEmpty()) {
      throw new Failures.Misuse(String.join("\n", variables.wrong));
    }
  }

  private void lookForUnknown() {
    environment.keySet().stream()
        .filter(name -> name.startsWith("COMBOT_") && !Settings.VARIABLES.contains(name))
        .sorted()
        .map(name ->
            "Unknown environment variable %s; %s"
                .formatted(name, Nearest.hint(name, new TreeSet<>(Settings.VARIABLES))))
        .forEach(wrong::add);
  }

  private void collect(Runnable check) {
    try {
      check.run();
    } catch (Failures.Refusal e) {
      wrong.add(e.getMessage());
    }
  }

  /** The values of a group of settings; {@code null} where they have no default, or are wrong. */
  private <T> T read(Class<T> group, String prefix) {
    var values = new HashMap<String, Object>();
    for (var setting : group.getMethods()) {
      var type = setting.getReturnType();
      var name = prefix + nameOf(setting);
      if (type.getEnclosingClass() == Settings.class) {
        values.put(setting.getName(), read(type, name + "_"));
      } else if (setting.isAnnotationPresent(WithDefault.class)) {
        values.put(setting.getName(), value(KINDS.get(type), name, setting));
      }
    }
    return group.cast(
        Proxy.newProxyInstance(
            group.getClassLoader(),
            new Class<?>[] {group},
            (_, setting, _) -> values.get(setting.getName())));
  }

  private static String nameOf(Method setting) {
    var given = setting.getAnnotation(WithName.class);
    var words = given == null ? setting.getName().replaceAll("([A-Z])", "_$1") : given.value();
    return words.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private Object value(Kind kind, String name, Method setting) {
    var byDefault = setting.getAnnotation(WithDefault.class).value();
    var given = environment.getOrDefault(name, byDefault);
    try {
      var value = kind.reader().apply(given);
      if (value != null) { // as what is blank
        return value;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    wrong.add(
        "%s must be %s, such as %s, was '%s'".formatted(name, kind.allowed(), byDefault, given));
    return null;
  }

  private static Object percent(String given) {
    double number = Double.parseDouble(given);
    return number >= 0 && number <= 100 ? number : null;
  }

  private static Object count(String given) {
    int number = Integer.parseInt(given.strip());
    return number >= 0 ? number : null;
  }
}
