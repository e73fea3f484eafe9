package combot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import combot.conversation.State;
import combot.store.Token;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the original-compatible {@code /api} says, as JSON. Its clients read these very names. */
final class CompatJson {
  private CompatJson() {}

  /** The class of a conversation whose first message is still to come. */
  static final String NO_CLASS_YET = "Other";

  record Greeting(String message, Scenario scenario) {}

  record Message(String message) {}

  record Endpoint(String endpoint, @JsonProperty("endpoint_type") String type) {}

  record Health(String status, String database) {}

  /**
   * @param callClosingMessage whether the client now asks for the closing message; {@code null}: it
   *     does not
   * @param html whether {@code reply} is HTML; {@code null}: it is text
   */
  @JsonInclude(Include.NON_NULL)
  record Reply(
      String reply,
      int index,
      String classType,
      String messageType,
      Scenario scenario,
      Boolean callClosingMessage,
      @JsonProperty("isHtml") Boolean html) {}

  /**
   * The condition; clients send it back untouched, and are known by the token in it where their
   * browser keeps cookies from us.
   *
   * @param conversation {@code null} where nothing is stored
   * @param scores {@code null} where nothing was classified
   */
  @JsonInclude(Include.NON_NULL)
  record Scenario(
      String brand,
      @JsonProperty("problem_type") String problemType,
      @JsonProperty("think_level") String think,
      @JsonProperty("feel_level") String feel,
      String conversation,
      @JsonProperty("product_type_breakdown") Map<String, Double> scores) {

    static Scenario of(State state, Optional<Token> token) {
      var condition = state.condition();
      return new Scenario(
          condition.level(CompatStudy.BRAND),
          classOf(state),
          condition.level(CompatStudy.THINK),
          condition.level(CompatStudy.FEEL),
          token.map(Token::secret).orElse(null),
          state.scores().isEmpty() ? null : state.scores());
    }
  }

  static String classOf(State state) {
    return Objects.requireNonNullElse(state.complaintClass(), NO_CLASS_YET);
  }
}
