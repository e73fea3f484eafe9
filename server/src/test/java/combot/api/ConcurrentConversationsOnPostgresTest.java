package combot.api;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;

/** The same two hundred people, on PostgreSQL. */
@QuarkusTest
@TestProfile(OnPostgres.class)
@Tag("slow")
class ConcurrentConversationsOnPostgresTest extends ConcurrentConversationsTest {}
