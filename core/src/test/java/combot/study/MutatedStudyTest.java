package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Reading is total: whatever a file holds, there is a study or an account of what is wrong. */
class MutatedStudyTest {
  private static final List<String> SEEDS = seeds();
  private static final String[] SNIPPETS = {
    "",
    " ",
    "\n",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "<<: ",
    "!!int ",
    "!!map ",
    "? ",
    "|\n",
    "~",
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "9999999999999999999",
    ".nan",
    "{}",
    "[]",
    "\t",
    "\0",
    "\uFEFF",
    "\u200b",
    "\ud83d",
    "---\n",
    "...\n",
    "%YAML 9.9\n",
    "when",
    "class",
    "Lulu",
    "High",
    "\"\\ud800\"",
    "{panel_id",
    "{brand}",
    "prompts",
    "first: ",
    "https://{code}/"
  };

  private static List<String> seeds() {
    try {
      return List.of(
          Small.TEXT,
          Small.WITH_MODEL,
          Files.readString(ShippedStudiesTest.STUDIES.resolve("newsletter-tone.yaml")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read the seeds", e);
    }
  }

  @Property(tries = 2_000)
  void aMutatedFileIsAStudyOrAnAccountOfItsFaults(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes) {
    var random = new Random(seed);
    var text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int i = 0; i < changes; i++) {
      change(text, random);
    }
    check(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1_000)
  void linesInAnyOrderAreAStudyOrAnAccountOfTheirFaults(@ForAll long seed) {
    var random = new Random(seed);
    var lines = new ArrayList<>(SEEDS.get(random.nextInt(SEEDS.size())).lines().toList());
    for (int i = 0; i < 3; i++) {
      int from = random.nextInt(lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.remove(from);
        case 1 -> lines.add(random.nextInt(lines.size()), lines.get(from));
        default -> lines.set(from, lines.get(random.nextInt(lines.size())));
      }
    }
    check(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void anyBytesAreRefusedWithAnAccount(@ForAll @Size(max = 64) byte[] bytes) {
    check(bytes);
  }

  @Example
  void theSeedsThemselvesAreStudies() {
    assertThat(SEEDS).allSatisfy(seed -> assertThat(Small.errors(seed)).isEmpty());
  }

  private static void change(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 8));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
      case 2 -> text.replace(at, end, SNIPPETS[random.nextInt(SNIPPETS.length)]);
      default -> text.insert(at, SNIPPETS[random.nextInt(SNIPPETS.length)]);
    }
    if (text.isEmpty()) {
      text.append("study: x");
    }
  }

  /** Fails by the exception, should there be another than the one that is promised. */
  private static void check(byte[] content) {
    try {
      var checked = StudyFile.check("mutated.yaml", content);
      var script = new Script(checked.study());
      for (var cell : checked.study().conditions()) {
        checked.study().appearance().pick(cell, null);
        for (var use : script.uses()) {
          script.classesAt(use).forEach(known -> script.choice(use).pick(cell, known));
        }
      }
    } catch (InvalidStudyException e) {
      assertThat(e.problems()).isNotEmpty().isSorted();
    }
  }
}
