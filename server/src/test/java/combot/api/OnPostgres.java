package combot.api;

import combot.store.PostgresProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The server under test on a PostgreSQL server of its own. */
public final class OnPostgres implements QuarkusTestProfile {

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Resource.class));
  }

  /** Starts and stops it. */
  public static final class Resource implements QuarkusTestResourceLifecycleManager {

    private PostgresProcess server;

    @Override
    public Map<String, String> start() {
      server = new PostgresProcess();
      return Map.of("combot.database", server.empty());
    }

    @Override
    public void stop() {
      server.close();
    }
  }
}
