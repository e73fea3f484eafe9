package combot.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import combot.study.Step;
import combot.study.Study;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PreviewTest {

  @Property(tries = 300)
  void playsEveryStudyToItsLastWords(@ForAll("studies") Study study, @ForAll long seed) {
    for (var condition : study.conditions()) {
      var lines = Preview.play(study, condition, null, seed);
      assertThat(lines)
          .filteredOn(l -> l.speaker() == Preview.Speaker.PARTICIPANT)
          .hasSize(Engine.waiting(study));
      assertThat(lines.getLast().source()).isEqualTo(Engine.finish(study).say());
      assertThat(Preview.play(study, condition, null, seed)).isEqualTo(lines);
    }
  }

  @Property(tries = 100)
  void findsTheClassThatTheParticipantComplainsOf(
      @ForAll("studies") Study study, @ForAll long seed) {
    var condition = study.conditions().getFirst();
    for (var complaintClass : study.classes().keySet()) {
      assertThat(Preview.play(study, condition, complaintClass, seed))
          .filteredOn(l -> l.delivered().containsKey("class"))
          .allMatch(l -> l.delivered().get("class").equals(complaintClass));
    }
  }

  @Property(tries = 20)
  void refusesAClassThatTheStudyDoesNotHave(@ForAll("studies") Study study) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preview.play(study, study.conditions().getFirst(), "Z", 1))
        .withMessageContaining("was Z");
  }

  @Property(tries = 100)
  void leavesTheContactThatIsAskedFor(@ForAll("studies") Study study) {
    var wanted = study.contact().map(Step.Contact::kind).orElse(Step.Kind.NONE);
    var said = Preview.play(study, study.conditions().getFirst(), null, 1);
    assertThat(said.stream().filter(l -> Contacts.parse(wanted, l.text()).isPresent()).count())
        .isEqualTo(wanted == Step.Kind.NONE ? 0 : 1);
  }

  @Provide
  Arbitrary<Study> studies() {
    return GeneratedStudies.any();
  }
}
