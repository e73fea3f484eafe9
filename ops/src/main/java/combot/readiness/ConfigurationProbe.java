package combot.readiness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How the running Combot was started: secrets, debugging, who may call it. */
final class ConfigurationProbe implements Probe {

  private static final String SOCKET = "what the running Combot tells at the control socket";
  private static final String OLD = "the running Combot does not tell: start one of this version";
  private static final Pattern PASSWORD =
      Pattern.compile(".*://[^/@]*:[^/@]+@.*|.*[?&](ssl)?password=[^&].*");
  private static final Pattern DEBUGGER =
      Pattern.compile(
          "-agentlib:jdwp.*|-agentpath:.*jdwp.*|-Xrunjdwp.*|-Xdebug|-Dquarkus\\.profile=dev"
              + "|-Dcom\\.sun\\.management\\.jmxremote\\.port=.*");

  /** Variables whose words Java takes too. */
  private static final List<String> OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  @Override
  public List<Line> look(Context context) {
    return List.of(
        secrets(context),
        passwords(context),
        commandLine(context),
        debug(context),
        origins(context));
  }

  private static Line secrets(Context context) {
    var question =
        context.ask(
            "audit.secrets",
            "Secrets",
            SOCKET,
            "Set a long one: COMBOT_METRICS_TOKEN=$(openssl rand -hex 24)");
    var token = context.running().configuration().getString("metrics_token");
    return switch (token) {
      case null -> question.unknown(OLD);
      case "none" ->
          question.is(
              State.PASS,
              "no token for metrics, so only programs of this machine read them",
              "none, or 16 characters and more");
      case "short" ->
          question.is(
              State.WARN, "the token for metrics is short", "none, or 16 characters and more");
      default -> question.is(State.PASS, "set", "none, or 16 characters and more");
    };
  }

  private static Line passwords(Context context) {
    var question =
        context.require(
            "audit.passwords",
            "Passwords of database and cache",
            SOCKET,
            "Give it a password of its own: ALTER USER … PASSWORD '…' in PostgreSQL, requirepass in redis.conf; then COMBOT_DATABASE or COMBOT_REDIS");
    var told = context.running().configuration().getJsonObject("passwords");
    if (told == null) {
      return question.unknown(OLD);
    }
    var faults = new ArrayList<String>();
    boolean open = false;
    for (var store : told.fieldNames()) {
      var password = told.getString(store);
      boolean near = isLoopback(address(context, store));
      if (password.equals("default") || (password.equals("none") && !near)) {
        faults.add(
            "%s has %s"
                .formatted(store, password.equals("none") ? "none" : "one that is guessed first"));
        open |= !near;
      }
    }
    return question.holds(
        faults.isEmpty(),
        open ? State.FAIL : State.WARN,
        faults.isEmpty()
            ? told.isEmpty()
                ? "there is neither: a file, and each worker's memory"
                : "set, or reached on this machine alone"
            : String.join(", ", faults),
        "none that is guessed first; none missing beyond loopback");
  }

  private static String address(Context context, String store) {
    return store.equals("redis")
        ? context.running().configuration().getString("redis", "")
        : context.running().status().getString("database", "");
  }

  static boolean isLoopback(String address) {
    try {
      var host = URI.create(address).getHost();
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Line commandLine(Context context) {
    var question =
        context.ask(
            "audit.command-line",
            "Passwords in command lines, which every user of the machine can read",
            "/proc/PID/cmdline of the gateway and each worker",
            "Give the address as COMBOT_DATABASE or COMBOT_REDIS instead");
    try {
      long found = words(context).stream().filter(word -> PASSWORD.matcher(word).matches()).count();
      return question.holds(found == 0, State.WARN, found == 0 ? "none" : "there are", "none");
    } catch (IOException e) {
      return question.unknown(ProcessProbe.noProc(e));
    }
  }

  private static List<String> words(Context context) throws IOException {
    var words = new ArrayList<String>();
    for (long pid : context.running().pids()) {
      words.addAll(Proc.of(context).words(pid));
    }
    return words;
  }

  /** Words of command lines, and of the variables that Java reads as such. */
  private static List<String> options(Context context) throws IOException {
    var words = new ArrayList<>(words(context));
    for (long pid : context.running().pids()) {
      var variables = Proc.of(context).variables(pid);
      OPTIONS.forEach(
          name -> words.addAll(List.of(variables.getOrDefault(name, "").strip().split("\\s+"))));
    }
    return words;
  }

  private static Line debug(Context context) {
    var question =
        context.require(
            "audit.debug",
            "Debugging and development mode",
            "/proc/PID/cmdline, and Java's options in /proc/PID/environ; COMBOT_LOG_LEVEL at the control socket",
            "Start it by ./combot serve, without a debugger or remote JMX in COMBOT_JAVA_OPTIONS and JAVA_TOOL_OPTIONS, and with COMBOT_LOG_LEVEL=info");
    try {
      if (options(context).stream().anyMatch(word -> DEBUGGER.matcher(word).matches())) {
        return question.is(State.FAIL, "a debugger, or remote JMX, may get in", "off");
      }
      var level = variables(context).getString("COMBOT_LOG_LEVEL", "info");
      return question.holds(
          !level.equalsIgnoreCase("debug") && !level.equalsIgnoreCase("trace"),
          State.WARN,
          level.equals("info") ? "off" : "off; log level " + level,
          "off");
    } catch (IOException e) {
      return question.unknown(ProcessProbe.noProc(e));
    }
  }

  private static JsonObject variables(Context context) {
    return context.running().configuration().getJsonObject("variables", new JsonObject());
  }

  private static Line origins(Context context) {
    var question =
        context.ask(
            "audit.cors",
            "Pages of other sites that may call the API (CORS)",
            SOCKET,
            "Name them by https: ./combot serve --cors-origin https://…");
    var told = context.running().configuration().getJsonArray("cors_origins");
    if (told == null) {
      return question.unknown(OLD);
    }
    var origins = told.stream().map(String::valueOf).toList();
    return question.holds(
        origins.stream().allMatch(ConfigurationProbe::isSafe),
        State.WARN,
        origins.isEmpty() ? "none" : String.join(", ", origins),
        "https, or of this machine");
  }

  private static boolean isSafe(String address) {
    return address.startsWith("https://") || isLoopback(address);
  }
}
