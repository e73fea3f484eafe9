package combot.store;

import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database could not do what was asked. Nothing of it was stored, or, if it was only late, it
 * may be still; trying again later is safe, since requests and turns have numbers.
 */
public final class StoreException extends RuntimeException {

  private static final Set<SQLiteErrorCode> DAMAGED =
      Set.of(SQLiteErrorCode.SQLITE_NOTADB, SQLiteErrorCode.SQLITE_CORRUPT);

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the database's file is damaged, or none. */
  public boolean isOfDamage() {
    for (Throwable cause = this; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException e && DAMAGED.contains(e.getResultCode())) {
        return true;
      }
    }
    return false;
  }
}
