package combot;

/** Who writes what load tests want from language models. */
enum LoadTestModels {
  /** Nobody: a model's time is taken, and the study's text is said. */
  IMITATE,
  /** The models themselves, for money. */
  ASK
}
