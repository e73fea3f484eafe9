package combot.study;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads how the bot looks, and whether its colours can be read. */
record AppearanceReader(Values values) {
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final double LEAST_CONTRAST = 4.5;

  Optional<Study.Appearance> read(Fields fields) {
    var name = fields.needed("name").flatMap(n -> values.text(n, "name"));
    var avatar = fields.needed("avatar").flatMap(this::avatar);
    var colourNode = fields.needed("colour");
    var colour = colourNode.flatMap(n -> colour(n, "colour"));
    var onColour = fields.needed("on-colour").flatMap(n -> colour(n, "on-colour"));
    if (colour.isPresent() && onColour.isPresent()) {
      double contrast = contrast(colour.get(), onColour.get());
      if (contrast < LEAST_CONTRAST) {
        // rounded down, so that 4.496 is not reported as 4.50
        var shown = String.format(Locale.ROOT, "%.2f", Math.floor(contrast * 100) / 100);
        values.refuse(
            colourNode.orElseThrow(),
            "contrast of " + onColour.get() + " on " + colour.get() + " is " + shown,
            "at least 4.5 can be read by most people: take a darker or lighter one");
      }
    }
    if (name.isEmpty() || avatar.isEmpty() || colour.isEmpty() || onColour.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Study.Appearance(name.get(), avatar.get(), colour.get(), onColour.get()));
  }

  private Optional<String> avatar(Node node) {
    return values
        .text(node, "avatar")
        .flatMap(a ->
            a.codePointCount(0, a.length()) > 3
                ? values.refuse(
                    node, "avatar '" + a + "' is too long", "it has one to three characters")
                : Optional.of(a));
  }

  private Optional<String> colour(Node node, String what) {
    return values.text(node, what, COLOUR, "write it as \"#1f4e79\", in quotes");
  }

  /** Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it. */
  static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return 0.2126 * linear(rgb >> 16)
        + 0.7152 * linear(rgb >> 8 & 0xff)
        + 0.0722 * linear(rgb & 0xff);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
