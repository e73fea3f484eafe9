package combot.study;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a link template may look like: an http(s) address whose variables in braces stand after the
 * host.
 */
public final class LinkTemplate {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern VARIABLE_IN_HOST =
      Pattern.compile("^[a-z]+://[^/?#]*\\{.*", Pattern.CASE_INSENSITIVE);

  private LinkTemplate() {}

  /**
   * The address, each variable in place of its name percent-encoded.
   *
   * @param value of a variable by its name; never {@code null}
   */
  public static String fill(String link, UnaryOperator<String> value) {
    return VARIABLE.matcher(link).replaceAll(variable -> encode(value.apply(variable.group(1))));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static void judge(Node node, String link, Study.Panel panel, Values values) {
    var known = new TreeSet<>(Step.LINK_VARIABLES);
    known.addAll(panel.parameters());
    VARIABLE
        .matcher(link)
        .results()
        .map(variable -> variable.group(1))
        .filter(name -> !known.contains(name))
        .forEach(name ->
            values.refuse(
                node, "link holds the unknown variable {" + name + "}", Nearest.hint(name, known)));
    var plain = VARIABLE.matcher(link).replaceAll("x");
    if (plain.contains("{") || plain.contains("}")) {
      values.refuse(
          node, "link has a brace without its partner", "variables look like {conversation}");
      return;
    }
    try {
      var uri = new URI(plain);
      if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
        values.refuse(
            node, "link must begin with https:// or http://, was " + Values.quoted(link), "");
      } else if (uri.getHost() == null) {
        values.refuse(
            node,
            "link has no host: " + Values.quoted(link),
            "write it whole: https://survey.example.org/…");
      } else if (VARIABLE_IN_HOST.matcher(link).matches()) {
        values.refuse(
            node,
            "link has a variable in its host",
            "a participant could choose where it leads: put it after the host");
      }
    } catch (URISyntaxException e) {
      values.refuse(
          node,
          "link is no address: " + e.getReason() + " at character " + (e.getIndex() + 1),
          "encode spaces and the like: %20");
    }
  }
}
