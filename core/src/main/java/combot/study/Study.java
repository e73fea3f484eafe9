package combot.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One experiment, as its file says and as it was checked: every text, pool and appearance that a
 * reachable cell needs is there. Immutable, safe to share.
 *
 * @param id the study's name in links and data: lower case letters, digits, hyphens
 * @param version SHA-256 of the file's bytes, 64 hex digits
 * @param language BCP 47 tag of the page and texts
 * @param excluded cells that are left out on purpose
 * @param panel how participants are known, from the parameters of their link
 * @param strings the page's own words by key, complete: the language's, with the study's changes
 * @param appearance what the bot looks like, by condition
 * @param classes complaint classes and what each means, in order; empty where nothing is classified
 * @param texts by name
 * @param pools question pools by name
 * @param prompts what a model is told to write in their place, by the name of a text or pool; where
 *     none applies, the scripted text is said
 * @param generation how models are asked; empty: every text is scripted
 * @param conditions every cell of the crossed factors but those excluded, the last factor varying
 *     fastest; follows from {@code factors} and {@code excluded}, whatever is passed
 */
public record Study(
    String id,
    String version,
    String title,
    String language,
    List<Factor> factors,
    List<Map<String, String>> excluded,
    Assignment assignment,
    Panel panel,
    Consent consent,
    Map<String, String> strings,
    Choice<Appearance> appearance,
    SequencedMap<String, String> classes,
    Map<String, Choice<String>> texts,
    Map<String, Choice<List<String>>> pools,
    Map<String, Choice<Prompt>> prompts,
    Optional<Generation> generation,
    List<Step> flow,
    Typing typing,
    Limits limits,
    List<Condition> conditions) {

  /**
   * The link's parameters that are kept, and which of them identifies a person.
   *
   * @param id for instance {@code PROLIFIC_PID}; {@code null}: everybody is anonymous
   * @param parameters all that are kept, the id among them
   */
  public record Panel(String id, List<String> parameters) {
    public Panel {
      parameters = List.copyOf(parameters);
    }
  }

  /** The consent page. Paragraphs are separated by blank lines. */
  public record Consent(String title, String text, String agree, String decline, String declined) {}

  /**
   * What people see of a brand. Colours are {@code #rrggbb}; text on each has a contrast of at
   * least 4.5 (WCAG 2.2, 1.4.3).
   *
   * @param avatar one to three characters in a circle
   */
  public record Appearance(String name, String avatar, String colour, String onColour) {}

  /**
   * @param message characters (UTF-16 units) that a message may have
   * @param idle how long a conversation may rest and still be gone on with by its cookie
   */
  public record Limits(int message, Duration idle) {}

  public Study {
    factors = List.copyOf(factors);
    excluded = List.copyOf(excluded);
    strings = Map.copyOf(strings);
    classes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(classes));
    texts = Map.copyOf(texts);
    pools = Map.copyOf(pools);
    prompts = Map.copyOf(prompts);
    flow = List.copyOf(flow);
    conditions = cells(factors, excluded);
  }

  public Study(
      String id,
      String version,
      String title,
      String language,
      List<Factor> factors,
      List<Map<String, String>> excluded,
      Assignment assignment,
      Panel panel,
      Consent consent,
      Map<String, String> strings,
      Choice<Appearance> appearance,
      SequencedMap<String, String> classes,
      Map<String, Choice<String>> texts,
      Map<String, Choice<List<String>>> pools,
      Map<String, Choice<Prompt>> prompts,
      Optional<Generation> generation,
      List<Step> flow,
      Typing typing,
      Limits limits) {
    this(
        id,
        version,
        title,
        language,
        factors,
        excluded,
        assignment,
        panel,
        consent,
        strings,
        appearance,
        classes,
        texts,
        pools,
        prompts,
        generation,
        flow,
        typing,
        limits,
        List.of());
  }

  private static List<Condition> cells(List<Factor> factors, List<Map<String, String>> excluded) {
    var cells = new ArrayList<SequencedMap<String, String>>();
    cells.add(new LinkedHashMap<>());
    for (var factor : factors) {
      var longer = new ArrayList<SequencedMap<String, String>>();
      for (var cell : cells) {
        for (var level : factor.levels()) {
          var next = new LinkedHashMap<>(cell);
          next.put(factor.name(), level);
          longer.add(next);
        }
      }
      cells.clear();
      cells.addAll(longer);
    }
    return cells.stream()
        .map(Condition::new)
        .filter(c -> excluded.stream().noneMatch(c::agreesWith))
        .toList();
  }

  /**
   * The same study under another id, for any number of people: what is stored of it is no data of
   * this one.
   */
  public Study apart(String otherId) {
    return new Study(
        otherId,
        version,
        title,
        language,
        factors,
        excluded,
        assignment.withoutQuota(),
        panel,
        consent,
        strings,
        appearance,
        classes,
        texts,
        pools,
        prompts,
        generation,
        flow,
        typing,
        limits);
  }

  /** The condition of slot {@code number}; see {@link Assignment#conditionOf}. */
  public Condition conditionOf(Map<String, String> stratum, long number) {
    return assignment.conditionOf(conditions, stratum, number);
  }

  /**
   * Name of the assignment: the same for all versions of a study that assign alike. Eight or more
   * hex digits.
   */
  public String scheme() {
    var cells = new StringBuilder();
    for (var condition : conditions()) {
      cells.append(condition).append(" x").append(assignment.weightOf(condition)).append('\n');
    }
    var text = assignment.method() + " " + assignment.blockSize() + "\n" + cells;
    return Long.toHexString(Seeds.mix(assignment.seed(), text, 0));
  }

  /**
   * The opaque code that stands for a condition in links: six digits and capital letters, different
   * for each condition, that say nothing to who does not have the study file.
   *
   * @throws IllegalArgumentException if the study has no such condition
   */
  public String codeOf(Condition condition) {
    var taken = new HashSet<String>();
    for (var cell : conditions) {
      var code = code(cell, 0);
      for (long attempt = 1; !taken.add(code); attempt++) {
        code = code(cell, attempt);
      }
      if (cell.equals(condition)) {
        return code;
      }
    }
    throw new IllegalArgumentException("study " + id + " has no condition " + condition);
  }

  private String code(Condition cell, long attempt) {
    long bits = Seeds.mix(assignment.seed(), "code " + cell, attempt);
    var digits = Long.toString(Math.floorMod(bits, CODES) + CODES, 36);
    return digits.substring(1).toUpperCase(Locale.ROOT);
  }

  /** 36 to the power of 6; added, it keeps leading zeros. */
  private static final long CODES = 2_176_782_336L;

  public Optional<Step.Contact> contact() {
    return flow.stream()
        .filter(Step.Contact.class::isInstance)
        .map(Step.Contact.class::cast)
        .findFirst();
  }
}
