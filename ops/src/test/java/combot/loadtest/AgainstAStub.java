package combot.loadtest;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A load test against a stub of a server that is right until a test has it do something wrong. */
@Timeout(60)
abstract class AgainstAStub {

  static final int MESSAGES = 7;

  final StubServer server;

  // What a plan has; a test sets what it wants otherwise, before.
  String study = "";
  String key = StubServer.KEY;
  boolean newTexts;
  Duration warmUp = Duration.ZERO;
  Duration longest = Duration.ofMinutes(1);
  long most = 100_000;
  boolean purge;

  AgainstAStub() {
    this(new StubServer());
  }

  AgainstAStub(StubServer server) {
    this.server = server;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  final Plan plan(Shape shape, Behaviour behaviour) {
    return new Plan(
        server.url(),
        study,
        key,
        "test",
        shape,
        behaviour,
        1,
        Optional.empty(),
        newTexts,
        warmUp,
        longest,
        most,
        purge);
  }

  static Shape sessions(int users, int sessions) {
    return new Shape.Sessions(users, sessions, Duration.ZERO, Duration.ZERO);
  }

  final Outcome run() {
    return LoadTest.run(plan(sessions(8, 1), Behaviour.calm(0)), Listener.NONE);
  }

  static boolean isPost(HttpServerRequest request) {
    return request.method().equals(HttpMethod.POST);
  }

  static Behaviour behaving(double dropOut, int dropOutStep, double reload) {
    var calm = Behaviour.calm(0);
    return new Behaviour(
        calm.think(),
        calm.typing(),
        0,
        dropOut,
        dropOutStep,
        reload,
        0,
        0,
        calm.delay(),
        calm.bandwidth());
  }
}
