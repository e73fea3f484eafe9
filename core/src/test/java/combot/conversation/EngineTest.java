package combot.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import combot.study.Step;
import combot.study.Study;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EngineTest {

  @Property(tries = 300)
  void everyMessageAtEveryStepHasAnAnswerThatIsNotEmpty(
      @ForAll("studies") Study study,
      @ForAll long seed,
      @ForAll("messages") List<String> messages) {
    var conversation = Conversation.any(study, seed);
    assertThat(conversation.said).isNotEmpty();
    for (var message : messages) {
      boolean over = conversation.isOver();
      var before = conversation.state;
      switch (conversation.say(message)) {
        case Ask.Advanced(var replies, var next, _) -> {
          assertThat(replies).isNotEmpty().noneMatch(r -> r.text().isBlank());
          assertThat(next.progress()).isEqualTo(before.progress() + 1);
        }
        case Ask.AskedAgain(var reply) -> assertThat(reply.text()).isNotBlank();
        case Ask.Blank _ -> assertThat(Messages.isBlank(message)).isTrue();
        case Ask.Over _ -> assertThat(over).isTrue();
      }
    }
  }

  @Property(tries = 300)
  void everyConversationEndsWithinTheMessagesThatItsFlowWaitsFor(
      @ForAll("studies") Study study, @ForAll long seed) {
    var conversation = Conversation.any(study, seed);
    for (int said = 0; said < Engine.waiting(study); said++) {
      assertThat(conversation.isOver()).isFalse();
      assertThat(conversation.say(conversation.acceptable())).isInstanceOf(Ask.Advanced.class);
    }
    assertThat(conversation.isOver()).isTrue();
    assertThat(conversation.state.progress()).isEqualTo(Engine.waiting(study));
    assertThat(conversation.say("Hello?")).isEqualTo(new Ask.Over());
    assertThat(Engine.lastWords(study, conversation.state)).isEqualTo(conversation.said.getLast());
  }

  @Property(tries = 300)
  void saysEveryStepInItsOrder(@ForAll("studies") Study study, @ForAll long seed) {
    var steps = study.flow().stream().flatMap(EngineTest::sources).toList();
    var said = Conversation.any(study, seed).toTheEnd().said;
    assertThat(said).hasSameSizeAs(steps);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(said.get(i).source()).matches(steps.get(i));
    }
  }

  private static Stream<String> sources(Step step) {
    return switch (step) {
      case Step.Say say -> Stream.of(say.text());
      case Step.Ask ask -> Stream.of(ask.text());
      case Step.Probe probe ->
          Stream.iterate(probe.opening(), _ -> null)
              .map(opening -> probe.pool() + "#\\d+" + (opening == null ? "" : "|" + opening))
              .limit(probe.times());
      case Step.Contact contact -> Stream.ofNullable(contact.ask());
      case Step.Classify _ -> Stream.empty();
      case Step.Finish finish -> Stream.of(finish.say());
    };
  }

  @Property(tries = 300)
  void neverAsksTheSameQuestionTwice(@ForAll("studies") Study study, @ForAll long seed) {
    assertThat(Conversation.any(study, seed).toTheEnd().said)
        .filteredOn(t -> t.kind() == BotTurn.Kind.ASK || t.kind() == BotTurn.Kind.PROBE)
        .extracting(BotTurn::text)
        .doesNotHaveDuplicates();
  }

  @Property(tries = 300)
  void theSameSeedGivesTheSameConversation(@ForAll("studies") Study study, @ForAll long seed) {
    var once = Conversation.any(study, seed).toTheEnd();
    var again = Conversation.any(study, seed).toTheEnd();
    assertThat(again.said).isEqualTo(once.said);
    assertThat(again.state).isEqualTo(once.state);
  }

  @Property(tries = 50)
  void differentSeedsDifferSomewhere(@ForAll("studies") Study study) {
    Assume.that(study.flow().stream().anyMatch(s -> isDrawn(study, s)));
    var condition = study.conditions().getFirst();
    var different = new HashSet<List<BotTurn>>();
    LongStream.range(0, 60)
        .mapToObj(seed -> new Conversation(study, condition, seed))
        .forEach(c -> different.add(c.toTheEnd().said));
    assertThat(different).hasSizeGreaterThan(1);
  }

  private static boolean isDrawn(Study study, Step step) {
    return step instanceof Step.Probe probe
        && probe.opening() == null
        && study.pools().get(probe.pool()).variants().getFirst().value().size() > 1;
  }

  /**
   * The original switched half of its High-think people to Low by the flip of a coin, and recorded
   * High.
   */
  @Property(tries = 300)
  void theTreatmentDeliveredIsTheConditionAssigned(
      @ForAll("studiesThatShowEveryFactor") Study study, @ForAll long seed) {
    var conversation = Conversation.any(study, seed).toTheEnd();
    var delivered = new LinkedHashMap<String, String>();
    conversation.said.forEach(turn -> delivered.putAll(turn.delivered()));
    delivered.remove("class");
    assertThat(delivered).isEqualTo(conversation.state.condition().levels());
  }

  @Property(tries = 300)
  void noTextCarriesAnotherLevelOrClassThanAssignedAndFound(
      @ForAll("studies") Study study, @ForAll long seed) {
    var conversation = Conversation.any(study, seed).toTheEnd();
    var expected = new LinkedHashMap<>(conversation.state.condition().levels());
    expected.put("class", conversation.state.complaintClass());
    assertThat(conversation.said)
        .allSatisfy(turn -> assertThat(expected).containsAllEntriesOf(turn.delivered()));
  }

  @Property(tries = 300)
  void aBlankMessageChangesNothing(
      @ForAll("studies") Study study, @ForAll long seed, @ForAll("blanks") String blank) {
    var conversation = Conversation.any(study, seed);
    while (!conversation.isOver()) {
      var before = conversation.state;
      assertThat(conversation.say(blank)).isEqualTo(new Ask.Blank());
      assertThat(conversation.state).isEqualTo(before);
      conversation.say(conversation.acceptable());
    }
  }

  @Property(tries = 300)
  void anInvalidContactIsAskedForAgainAndAValidOneIsHandedOver(
      @ForAll("studies") Study study, @ForAll long seed) {
    Assume.that(study.contact().filter(c -> c.kind() != Step.Kind.NONE).isPresent());
    var conversation = Conversation.any(study, seed);
    while (!(study.flow().get(conversation.state.step()) instanceof Step.Contact)) {
      assertThat(((Ask.Advanced) conversation.say(conversation.acceptable())).contact()).isEmpty();
    }
    var before = conversation.state;
    assertThat(conversation.say("I'd rather not")).isInstanceOf(Ask.AskedAgain.class);
    assertThat(conversation.say("?")).isInstanceOf(Ask.AskedAgain.class);
    assertThat(conversation.state).isEqualTo(before);
    var contact = conversation.acceptable();
    assertThat(((Ask.Advanced) conversation.say(" \u200B" + contact + "\u00A0\n")).contact())
        .contains(contact);
  }

  @Property(tries = 300)
  void enteringInTheMiddleIsTheStateThatSoManyMessagesLeadTo(
      @ForAll("studies") Study study, @ForAll long seed) {
    var conversation = Conversation.any(study, seed);
    var found = Conversation.any(study, seed).toTheEnd().state.complaintClass();
    for (int progress = 0; progress <= Engine.waiting(study); progress++) {
      assertThat(enter(conversation, progress, found)).isEqualTo(conversation.state);
      if (!conversation.isOver()) {
        conversation.say(conversation.acceptable());
      }
    }
    assertThat(enter(conversation, 999, found)).isEqualTo(conversation.state);
  }

  @Property(tries = 300)
  void enteringWithoutAClassTakesTheOneOfTheClassifyStep(
      @ForAll("studies") Study study, @ForAll long seed) {
    var expected =
        study.flow().stream()
            .filter(Step.Classify.class::isInstance)
            .map(s -> ((Step.Classify) s).otherwise())
            .findFirst();
    var over = enter(Conversation.any(study, seed), Integer.MAX_VALUE, null);
    assertThat(over.complaintClass()).isEqualTo(expected.orElse(null));
  }

  @Property(tries = 20)
  void enteringRefusesANegativeProgressAndAnUnknownClass(
      @ForAll("studies") Study study, @ForAll long seed) {
    var conversation = Conversation.any(study, seed);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> enter(conversation, -1, null))
        .withMessage("progress must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> enter(conversation, 0, "Z"))
        .withMessageContaining("was Z");
  }

  private static State enter(Conversation like, int progress, String complaintClass) {
    var state = like.state;
    return Engine.enter(
        like.study, state.condition(), state.seed(), progress, complaintClass, like.scores);
  }

  @Provide
  Arbitrary<Study> studies() {
    return GeneratedStudies.any();
  }

  @Provide
  Arbitrary<Study> studiesThatShowEveryFactor() {
    return GeneratedStudies.thatShowEveryFactor();
  }

  @Provide
  Arbitrary<List<String>> messages() {
    return GeneratedMessages.any().list().ofMaxSize(25);
  }

  @Provide
  Arbitrary<String> blanks() {
    return GeneratedMessages.blank();
  }
}
