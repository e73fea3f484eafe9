package combot.report;

/**
 * A way to write a {@link Document} down. Whatever stands in its texts, the result is well-formed:
 * control characters become U+FFFD, and what the form's language would take for its own is escaped.
 */
public sealed interface Form permits TerminalForm, MarkdownForm, HtmlForm {

  /** The whole document; lines end with a line feed, the last one too. */
  String write(Document document);
}
