package combot.loadtest;

import combot.loadtest.Script.Line;
import combot.study.Choice;
import combot.study.Condition;
import combot.study.Study;
import combot.study.When;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which words the study may say at which place in which condition and class: from its texts, pools
 * and prompts alone, not from the engine that is under test. Where a language model may write, any
 * words will do that are not scripted for that place. Immutable, safe to share.
 */
final class Allowed {

  /**
   * A combination that a conversation may have.
   *
   * @param complaintClass {@code null} where the study classifies nothing
   */
  private record Cell(Condition condition, String complaintClass) {}

  /**
   * Where words stand in the study, and the treatment that this place carries.
   *
   * @param source {@code greeting}, {@code questions#3}
   */
  record Place(String source, Map<String, String> delivered) {}

  /**
   * What may be said at one place.
   *
   * @param scripted by text
   * @param written where a model may write instead
   */
  private record Words(
      Map<String, Map<Cell, List<Place>>> scripted, Map<Cell, List<Place>> written) {

    Map<Cell, List<Place>> places(String text) {
      return scripted.getOrDefault(text, written);
    }
  }

  private final Script script;
  private final String codes;
  private final List<Cell> cells;
  private final List<List<Words>> rounds = new ArrayList<>();
  private final Study.Appearance[] atFirst;
  private final Study.Appearance[] classified;

  Allowed(Study study, Script script) {
    this.script = script;
    this.codes = study.conditions().stream().map(study::codeOf).collect(Collectors.joining("|"));
    this.cells = cells(study);
    for (var round : script.rounds()) {
      rounds.add(round.stream().map(line -> words(study, line)).toList());
    }
    var looks = study.appearance();
    atFirst = cells.stream().map(cell -> look(looks, cell, null)).toArray(Study.Appearance[]::new);
    classified =
        cells.stream()
            .map(cell -> look(looks, cell, cell.complaintClass()))
            .toArray(Study.Appearance[]::new);
  }

  private static List<Cell> cells(Study study) {
    var cells = new ArrayList<Cell>();
    for (var condition : study.conditions()) {
      if (study.classes().isEmpty()) {
        cells.add(new Cell(condition, null));
      }
      study.classes().keySet().forEach(name -> cells.add(new Cell(condition, name)));
    }
    return cells;
  }

  private static Study.Appearance look(
      Choice<Study.Appearance> looks, Cell cell, String complaintClass) {
    return looks.find(cell.condition(), complaintClass).map(Choice.Variant::value).orElse(null);
  }

  private Words words(Study study, Line line) {
    var words = new HashMap<String, Map<Cell, List<Place>>>();
    var written = new HashMap<Cell, List<Place>>();
    for (var cell : cells) {
      var found = line.classified() ? cell.complaintClass() : null;
      if (line.text() != null) {
        study
            .texts()
            .get(line.text())
            .find(cell.condition(), found)
            .ifPresent(text -> {
              put(words, cell, text.value(), line.text(), text.when());
              write(study, written, cell, found, line.text(), List.of(line.text()));
            });
      }
      if (line.pool() != null) {
        study
            .pools()
            .get(line.pool())
            .find(cell.condition(), found)
            .ifPresent(pool -> {
              var sources =
                  IntStream.rangeClosed(1, pool.value().size())
                      .mapToObj(i -> line.pool() + "#" + i)
                      .toList();
              for (int i = 0; i < sources.size(); i++) {
                put(words, cell, pool.value().get(i), sources.get(i), pool.when());
              }
              write(study, written, cell, found, line.pool(), sources);
            });
      }
    }
    return new Words(words, written);
  }

  /**
   * @param name of the text or pool whose place a model's words may take
   * @param sources where in the study these stand
   */
  private static void write(
      Study study,
      Map<Cell, List<Place>> written,
      Cell cell,
      String found,
      String name,
      List<String> sources) {
    var prompts = study.prompts().getOrDefault(name, new Choice<>(List.of()));
    if (study.generation().flatMap(it -> it.model().find(cell.condition(), found)).isPresent()) {
      prompts
          .find(cell.condition(), found)
          .map(prompt -> prompt.when().named())
          .ifPresent(delivered -> {
            var places = written.computeIfAbsent(cell, _ -> new ArrayList<>());
            sources.forEach(source -> places.add(new Place(source, delivered)));
          });
    }
  }

  private static void put(
      Map<String, Map<Cell, List<Place>>> words, Cell cell, String text, String source, When when) {
    words
        .computeIfAbsent(text, _ -> new HashMap<>())
        .computeIfAbsent(cell, _ -> new ArrayList<>())
        .add(new Place(source, when.named()));
  }

  Script script() {
    return script;
  }

  /** The codes of all conditions, as alternatives of a regular expression. */
  String codes() {
    return codes;
  }

  /** All cells: what a conversation may be of before anything is known. */
  BitSet all() {
    var all = new BitSet();
    all.set(0, cells.size());
    return all;
  }

  /**
   * The cells in which {@code text} may be said.
   *
   * @param round as {@link Script#rounds}
   * @param position in the round, from 0
   */
  BitSet saying(int round, int position, String text) {
    var places = rounds.get(round).get(position).places(text);
    return matching(cell -> places.containsKey(cells.get(cell)));
  }

  /** The cells in which the bot looks so. */
  BitSet looking(Study.Appearance appearance, boolean isClassified) {
    var looks = isClassified ? classified : atFirst;
    return matching(cell -> appearance.equals(looks[cell]));
  }

  private BitSet matching(IntPredicate holds) {
    var matching = new BitSet();
    IntStream.range(0, cells.size()).filter(holds).forEach(matching::set);
    return matching;
  }

  /** From where the study may say {@code text} there in exactly that cell; empty: it may not. */
  List<Place> places(
      int round, int position, String text, Map<String, String> condition, String complaintClass) {
    return cell(condition, complaintClass)
        .map(cell -> rounds.get(round).get(position).places(text).getOrDefault(cell, List.of()))
        .orElse(List.of());
  }

  /** Before anything is classified, any class will do. */
  private Optional<Cell> cell(Map<String, String> condition, String complaintClass) {
    return cells.stream()
        .filter(cell -> cell.condition().levels().equals(condition))
        .filter(cell -> complaintClass == null || complaintClass.equals(cell.complaintClass()))
        .findFirst();
  }
}
