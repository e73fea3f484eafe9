package combot.api;

/** Text for clients that put it into a page as HTML. */
final class Html {
  private Html() {}

  /** {@code text} so that HTML shows it as it is. */
  static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A link that opens beside the page. */
  static String link(String address, String label) {
    return "<a href=\"%s\" target=\"_blank\" rel=\"noopener\">%s</a>"
        .formatted(attribute(address), text(label));
  }

  private static String attribute(String value) {
    return text(value).replace("\"", "&quot;").replace("'", "&#39;");
  }
}
