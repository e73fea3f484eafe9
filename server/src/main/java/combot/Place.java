package combot;

import combot.store.PostgresUrl;
import combot.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an installation's record is. What it prints tells no password. */
sealed interface Place {

  /** A SQLite file in a folder. */
  record Folder(Path path) implements Place {
    @Override
    public Store open() {
      return Store.open(path);
    }

    @Override
    public String toString() {
      return path.resolve("combot.db").toString();
    }
  }

  /** A PostgreSQL database. */
  record Server(PostgresUrl url) implements Place {
    @Override
    public Store open() {
      return Store.open(url);
    }

    @Override
    public String toString() {
      return url.toString();
    }
  }

  /**
   * @throws combot.store.StoreException if it can't be opened
   */
  Store open();

  /**
   * @param database address of a PostgreSQL database; {@code null} or blank: it is in the folder
   * @throws Failures.Refusal if the address is none, or the folder can't hold the database
   */
  static Place of(String database, Path folder) {
    return database == null || database.isBlank()
        ? new Folder(DataFolder.ready(folder))
        : server(database);
  }

  /**
   * A folder that holds a database already.
   *
   * @param what is to be done with it, as in "to copy"
   * @throws Failures.Refusal if there is none, or it can't be opened
   */
  static Place existing(Path folder, String what) {
    var file = folder.resolve("combot.db").toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      throw new Failures.Refusal("There is no database %s to %s.".formatted(file, what));
    }
    return of(null, folder);
  }

  /**
   * @throws Failures.Refusal if {@code database} is not the address of one
   */
  static Server server(String database) {
    try {
      return new Server(PostgresUrl.parse(database));
    } catch (IllegalArgumentException e) {
      throw new Failures.Refusal(e.getMessage());
    }
  }
}
