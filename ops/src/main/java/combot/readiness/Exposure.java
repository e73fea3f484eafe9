package combot.readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** What other users than its owner may do with a folder and all that is in it. */
final class Exposure {

  /** As many letters of {@code rwxrwxrwx} from its end as are theirs. */
  private static final int OTHERS = 3;

  private static final int GROUP_TOO = 6;
  private static final int DEEP = 8;

  private final List<Path> readable = new ArrayList<>();
  private final List<Path> writable = new ArrayList<>();

  private Exposure() {}

  /**
   * @throws IOException if the system does not tell of something in it
   */
  static Exposure of(Path folder) throws IOException {
    var found = new Exposure();
    found.look(folder, true, DEEP);
    return found;
  }

  List<Path> readable() {
    return readable;
  }

  List<Path> writable() {
    return writable;
  }

  /**
   * @param reached whether others may enter the folder that it is in
   */
  private void look(Path file, boolean reached, int deep) throws IOException {
    // What a link leads to is reached by its own name too.
    boolean open = reached || Files.isSymbolicLink(file);
    try {
      var attributes = Files.readAttributes(file, PosixFileAttributes.class);
      boolean folder = attributes.isDirectory();
      boolean enters = open && allows(attributes, 'x');
      if (open && allows(attributes, 'w') && (enters || !folder)) {
        writable.add(file);
      }
      if (open && attributes.isRegularFile() && allows(attributes, 'r')) {
        readable.add(file);
      }
      if (folder && deep > 0) {
        for (var each : content(file)) {
          look(each, enters, deep - 1);
        }
      }
    } catch (NoSuchFileException e) {
      // gone meanwhile, or a link that leads nowhere
    }
  }

  private static List<Path> content(Path folder) throws IOException {
    try (var content = Files.list(folder)) {
      return content.sorted().toList();
    }
  }

  /** A group of the owner's own name is nobody else, by the custom of Linux. */
  private static boolean allows(PosixFileAttributes file, char what) {
    boolean own = file.group().getName().equals(file.owner().getName());
    var given = PosixFilePermissions.toString(file.permissions());
    return given.substring(given.length() - (own ? OTHERS : GROUP_TOO)).indexOf(what) >= 0;
  }
}
