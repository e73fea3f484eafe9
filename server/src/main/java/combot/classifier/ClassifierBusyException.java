package combot.classifier;

/**
 * Too many texts wait to be classified, or one waited too long; worth another try after a moment.
 * Nothing was classified.
 */
public final class ClassifierBusyException extends ClassifierException {

  ClassifierBusyException(String message) {
    super(message);
  }
}
