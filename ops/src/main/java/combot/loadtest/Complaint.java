package combot.loadtest;

/**
 * What a virtual participant complains of.
 *
 * @param label the class that a person gave it, such as {@code A}
 * @param text one line, not blank
 */
record Complaint(String label, String text) {
  Complaint {
    if (label.isBlank()) {
      throw new IllegalArgumentException("label must not be blank");
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("text must not be blank");
    }
  }
}
