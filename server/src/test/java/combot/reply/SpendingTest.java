package combot.reply;

import static org.assertj.core.api.Assertions.assertThat;

import combot.ModelNewsletter;
import combot.metrics.Exposition;
import combot.study.Study;
import combot.study.StudyFile;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendingTest {

  @TempDir Path folder;
  private List<Study> studies;

  @BeforeEach
  void read() throws Exception {
    studies =
        List.of(
            StudyFile.read(ModelNewsletter.in(folder, "8s")),
            StudyFile.read(Path.of("..", "studies", "think-feel.yaml")));
  }

  private String told(Ledger ledger) throws Exception {
    var registry = new PrometheusRegistry();
    new Spending(studies, ledger).bindTo(registry);
    return Exposition.of(registry);
  }

  @Test
  void tellsWhatStudiesWithAModelHaveSpentAndMaySpend() throws Exception {
    assertThat(told(Fixture.ledger(0, 3, 1.5)))
        .contains(
            "combot_llm_spent{over=\"study\",study=\"newsletter-model\"} 3.0\n",
            "combot_llm_spent{over=\"day\",study=\"newsletter-model\"} 1.5\n",
            "combot_llm_cap{over=\"study\",study=\"newsletter-model\"} 10.0\n",
            "combot_llm_cap{over=\"day\",study=\"newsletter-model\"} 5.0\n")
        .doesNotContain("think-feel");
  }

  @Test
  void whatCannotBeReadKeepsNoOtherFigureBack() throws Exception {
    var broken =
        new Ledger() {
          @Override
          public double ofConversation(String conversationId) {
            throw new IllegalStateException("the database is gone");
          }

          @Override
          public double ofStudy(String studyId) {
            throw new IllegalStateException("the database is gone");
          }

          @Override
          public double today(String studyId) {
            return 1.5;
          }
        };
    assertThat(told(broken))
        .contains("combot_llm_spent{over=\"day\"", "combot_llm_cap{over=\"study\"")
        .doesNotContain("combot_llm_spent{over=\"study\"");
  }
}
