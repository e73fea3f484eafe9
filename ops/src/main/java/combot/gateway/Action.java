package combot.gateway;

/** What is to be done with the fleet. */
sealed interface Action {

  /** One more worker. */
  record Start() implements Action {}

  /** No new requests to this worker; it ends when those it has are answered. */
  record Drain(int worker, String why) implements Action {}

  /** Ends this worker at once. */
  record Kill(int worker, String why) implements Action {}

  /** Ends the gateway. */
  record GiveUp(int code, String why) implements Action {}
}
