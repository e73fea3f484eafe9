package combot.reply;

import combot.study.LanguageModel.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where language models are asked, as the installation says. Its text and its warnings hold no key.
 */
public final class Endpoints {

  /**
   * What is given for one provider; empty or blank: nothing.
   *
   * @param keyFile a file that holds the key, on a line of its own
   */
  public record Given(Optional<String> url, Optional<String> key, Optional<Path> keyFile) {
    /** Nothing. */
    public static final Given NOTHING =
        new Given(Optional.empty(), Optional.empty(), Optional.empty());

    public Given {
      url = url.map(String::strip).filter(it -> !it.isEmpty());
      key = key.map(String::strip).filter(it -> !it.isEmpty());
      keyFile = keyFile.filter(it -> !it.toString().isBlank());
    }

    @Override
    public String toString() {
      return url.isPresent() ? "an endpoint of its own" : "the endpoint by default";
    }
  }

  /**
   * What is given for all.
   *
   * @param concurrent questions that a process has open at once, at least 1
   * @param record file to which questions and answers are appended
   * @param replay file of such, from which questions are answered in place of an endpoint
   */
  public record Options(
      Map<Provider, Given> providers,
      int concurrent,
      Optional<Path> record,
      Optional<Path> replay) {

    /** All that is wrong, a line each that names the variable; empty where nothing is. */
    public List<String> problems() {
      return new Reader(this).problems;
    }
  }

  private static final Map<Provider, String> DEFAULTS =
      Map.of(
          Provider.OPENAI, "https://api.openai.com/v1",
          Provider.ANTHROPIC, "https://api.anthropic.com/v1");

  private final Map<Provider, Endpoint> usable;
  private final List<String> warnings;
  private final Options options;

  private Endpoints(Reader reader, Options options) {
    usable = reader.usable;
    warnings = reader.warnings;
    this.options = options;
  }

  /**
   * Reads key files.
   *
   * @throws IllegalArgumentException if something is wrong, telling all of it
   */
  public static Endpoints of(Options options) {
    var reader = new Reader(options);
    if (!reader.problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", reader.problems));
    }
    return new Endpoints(reader, options);
  }

  /** The name of a variable for a provider, such as {@code COMBOT_OPENAI_URL}. */
  public static String variable(Provider provider, String what) {
    return "COMBOT_" + provider + "_" + what;
  }

  /** What an operator should mend, a line each. */
  public List<String> warnings() {
    return warnings;
  }

  /** Empty where the installation has neither a key nor an address nor a recording for it. */
  Optional<Endpoint> find(Provider provider) {
    return Optional.ofNullable(usable.get(provider));
  }

  int concurrent() {
    return options.concurrent();
  }

  /** Whether answers come from a recording, and cost nothing. */
  boolean isReplay() {
    return options.replay().isPresent();
  }

  /** What carries questions there. */
  Wire wire() {
    Wire wire = options.replay().isPresent() ? Replay.of(options.replay().get()) : new Network();
    return options.record().isPresent() ? new Recording(wire, options.record().get()) : wire;
  }

  @Override
  public String toString() {
    return usable.toString();
  }

  /** Looks at all that is given. */
  private static final class Reader {
    final Map<Provider, Endpoint> usable = new EnumMap<>(Provider.class);
    final List<String> problems = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    Reader(Options options) {
      for (var provider : Provider.values()) {
        read(provider, options.providers().getOrDefault(provider, Given.NOTHING), options);
      }
      if (options.concurrent() < 1) {
        problems.add("COMBOT_LLM_CONCURRENT must be at least 1, was " + options.concurrent());
      }
      options.replay().ifPresent(this::tryReplay);
      if (options.replay().isPresent() && options.record().isPresent()) {
        problems.add(
            "COMBOT_LLM_RECORD and COMBOT_LLM_REPLAY exclude each other: take one of them (--record, --replay) out");
      }
      options
          .record()
          .filter(file -> !isWritable(file))
          .ifPresent(file ->
              problems.add(
                  "COMBOT_LLM_RECORD must be a file that can be written, in a folder that is there, was '"
                      + file
                      + "'"));
    }

    private void tryReplay(Path file) {
      try {
        Replay.of(file);
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }

    private static boolean isWritable(Path file) {
      var folder = file.toAbsolutePath().getParent();
      return Files.exists(file)
          ? Files.isWritable(file) && !Files.isDirectory(file)
          : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }

    private void read(Provider provider, Given given, Options options) {
      var address = address(provider, given);
      var key = key(provider, given);
      if (address == null) {
        return;
      }
      if (key.isPresent() && address.getScheme().equals("http") && !isLocal(address.getHost())) {
        warnings.add(
            "%s begins with http: the key and what participants write cross the network unencrypted; use https"
                .formatted(variable(provider, "URL")));
      }
      if (key.isPresent() || given.url().isPresent() || options.replay().isPresent()) {
        usable.put(provider, new Endpoint(address, key.orElse(null)));
      }
    }

    private Optional<String> key(Provider provider, Given given) {
      if (given.key().isPresent() && given.keyFile().isPresent()) {
        problems.add(
            "%s and %s are both set: leave one out"
                .formatted(variable(provider, "KEY"), variable(provider, "KEY_FILE")));
        return Optional.empty();
      }
      var key = given.key().or(() -> given.keyFile().flatMap(file -> content(provider, file)));
      if (key.isPresent() && !key.get().matches("\\p{Graph}+")) {
        problems.add(
            "The key in %s must be one word of ASCII characters; copy it once more"
                .formatted(variable(provider, given.key().isPresent() ? "KEY" : "KEY_FILE")));
        return Optional.empty();
      }
      return key;
    }

    /** {@code null} where it is none, which is told. */
    private URI address(Provider provider, Given given) {
      var url = given.url().orElse(DEFAULTS.get(provider));
      var address = address(url);
      if (address == null) {
        problems.add(
            "%s must be an address such as %s, without user, password or parameters, was '%s'"
                .formatted(variable(provider, "URL"), DEFAULTS.get(provider), withoutSecrets(url)));
      }
      return address;
    }

    /** Keys are put there at times, and what is wrong is told in the log. */
    private static String withoutSecrets(String url) {
      return url.replaceFirst("//.*[@?#].*", "//…");
    }

    private static boolean isLocal(String host) {
      return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static URI address(String url) {
      try {
        var address = new URI(url.replaceFirst("/+$", ""));
        boolean fits =
            ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getHost() != null
                && address.getUserInfo() == null
                && address.getQuery() == null
                && address.getFragment() == null;
        return fits ? address : null;
      } catch (URISyntaxException _) {
        return null;
      }
    }

    private Optional<String> content(Provider provider, Path file) {
      var variable = variable(provider, "KEY_FILE");
      try {
        var key = Files.readString(file).strip();
        if (key.isEmpty()) {
          problems.add("%s names the file %s, which is empty".formatted(variable, file));
          return Optional.empty();
        }
        if (isOpen(file)) {
          warnings.add(
              "The key in %s can be read by other users of this machine; mend it: chmod 600 %s"
                  .formatted(file, file));
        }
        return Optional.of(key);
      } catch (IOException _) {
        problems.add(unreadable(variable, file));
        return Optional.empty();
      }
    }

    private static boolean isOpen(Path file) throws IOException {
      return Files.getPosixFilePermissions(file).stream()
          .anyMatch(it -> it.name().matches("(GROUP|OTHERS)_.*"));
    }

    private static String unreadable(String variable, Path file) {
      return "%s must be a file that can be read, was '%s'".formatted(variable, file);
    }
  }
}
