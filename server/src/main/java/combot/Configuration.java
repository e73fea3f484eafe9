package combot;

import combot.cache.RedisUrl;
import combot.metrics.Readers;
import combot.store.PostgresUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a server was started, as {@code check} wants to know it: no secret is in it. */
final class Configuration {

  private static final Set<String> SECRET =
      Set.of("COMBOT_DATABASE", "COMBOT_REDIS", Readers.VARIABLE);
  private static final Set<String> GUESSED_FIRST =
      Set.of(
          "postgres",
          "redis",
          "combot",
          "password",
          "secret",
          "admin",
          "root",
          "test",
          "guest",
          "changeme",
          "default",
          "123456",
          "12345678",
          "foobared");
  private static final int SHORT = 16;

  private Configuration() {}

  /**
   * As JSON values.
   *
   * @param environment of the process
   */
  static Map<String, Object> of(
      ServerCommand command, Served served, Map<String, String> environment) {
    var told = new HashMap<String, Object>();
    told.put("studies", served.files().stream().map(Path::toString).toList());
    told.put("cors_origins", List.copyOf(command.origins));
    served.redis().map(RedisUrl::shown).ifPresent(shown -> told.put("redis", shown));
    told.put("passwords", passwords(served));
    told.put("metrics_token", token(environment.getOrDefault(Readers.VARIABLE, "").strip()));
    told.put("variables", variables(environment));
    return told;
  }

  private static Map<String, Object> passwords(Served served) {
    var passwords = new TreeMap<String, Object>();
    if (served.place() instanceof Place.Server(PostgresUrl url)) {
      // Without one in the address, the driver looks into ~/.pgpass.
      passwords.put(
          "database", url.password() == null ? "file" : judge(url.password(), url.user()));
    }
    served.redis().ifPresent(url -> passwords.put("redis", judge(password(url.full()), "")));
    return passwords;
  }

  private static String password(String address) {
    var user = URI.create(address).getUserInfo();
    return user == null ? "" : user.substring(user.indexOf(':') + 1);
  }

  private static String judge(String password, String user) {
    if (password.isEmpty()) {
      return "none";
    }
    return password.equals(user) || GUESSED_FIRST.contains(password.toLowerCase(Locale.ROOT))
        ? "default"
        : "set";
  }

  private static String token(String token) {
    return token.isEmpty() ? "none" : token.length() < SHORT ? "short" : "set";
  }

  private static Map<String, Object> variables(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(entry ->
            Settings.VARIABLES.contains(entry.getKey()) && !SECRET.contains(entry.getKey()))
        .filter(
            entry -> entry.getKey().matches("COMBOT_(CLASSIFIER|MEMORY|DISK|LOG|RATE|WARM)_?.*"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
