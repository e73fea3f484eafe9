package combot.report;

/** Texts for HTML and XML. */
final class Html {
  private Html() {}

  /** Escaped for content and for attributes in double or single quotes. */
  static String text(String raw) {
    return Plain.text(raw)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
