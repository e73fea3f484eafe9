package combot.conversation;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** What people, and programs, send. */
final class GeneratedMessages {
  private GeneratedMessages() {}

  static Arbitrary<String> any() {
    return Arbitraries.oneOf(
        blank(),
        Arbitraries.strings().all().ofMaxLength(40),
        Arbitraries.strings().withCharRange('\uD800', '\uDFFF').ofMaxLength(5),
        Arbitraries.of("a".repeat(8_000), "word ".repeat(1_600), "😡".repeat(4_000)),
        Arbitraries.of(
            "The zip broke on the second day",
            "👩‍👩‍👧 😡😡😡",
            "❤️",
            "لم يصل الطرد أبداً",
            "\u202Eevil\u202C",
            "<script>alert('x')</script>",
            "<b>no</b> &amp; \" '",
            "{panel_id}",
            "%s %d \\ $1",
            "'; DROP TABLE turns; --",
            "null",
            "me@example.com",
            "me@example",
            "5f3a9c1b2d4e6f7081920a1b",
            "I want a refund",
            "e\u0301",
            "a\u0000b"));
  }

  static Arbitrary<String> blank() {
    return Arbitraries.strings()
        .withChars(
            " \t\r\n\u00A0\u2003\u200B\u200E\u2028\u2060\u3000\uFEFF\u0000\u2800\u3164\uFE0F")
        .ofMaxLength(20);
  }
}
