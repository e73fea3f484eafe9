package combot.classifier;

/** A text and the class a person gave it; {@code line} is where it stands in its file, from 1. */
record Example(String text, String label, int line) {}
