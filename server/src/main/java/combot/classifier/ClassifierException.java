package combot.classifier;

/**
 * A model could not be loaded or could not classify; the message names the file or step and what to
 * do about it.
 */
public class ClassifierException extends RuntimeException {

  public ClassifierException(String message) {
    super(message);
  }

  public ClassifierException(String message, Throwable cause) {
    super(message, cause);
  }
}
