package combot;

import combot.chat.Chat;
import combot.classifier.CachedClassifier;
import combot.gateway.Order;
import combot.upkeep.Upkeep;
import jakarta.inject.Singleton;
import java.util.Map;

/** Answers what an operator asks a worker, beyond its health: in words, or as JSON in one line. */
@Singleton
final class Inquiries {
  private final Chat chat;
  private final Upkeep upkeep;
  private final CacheInquiry cache;
  private final Stored stored;
  private final ModelInquiry models;

  Inquiries(
      Chat chat, Upkeep upkeep, CachedClassifier classifier, Stored stored, ModelInquiry models) {
    this.chat = chat;
    this.upkeep = upkeep;
    this.cache = new CacheInquiry(classifier);
    this.stored = stored;
    this.models = models;
  }

  String answer(Order order) {
    return switch (order) {
      case CLEAN_UP -> upkeep.cleanUp();
      case UNSERVED -> chat.unserved();
      case REHEARSE_PRESSURE -> Json.line(Map.of("steps", upkeep.rehearse()));
      case CLASSIFY -> Json.line(cache.answer());
      case RECORD -> Json.line(stored.counted());
      case MODELS -> Json.line(models.told());
      case ASK_MODELS -> Json.line(models.asked());
      case BREAK_MODELS -> Json.line(models.broken());
      case DRAIN, HOLD, ADMIT -> throw new IllegalArgumentException(order + " asks nothing");
    };
  }
}
