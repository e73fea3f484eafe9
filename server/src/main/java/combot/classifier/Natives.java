package combot.classifier;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The native libraries of ONNX Runtime and of the tokenizer, unpacked once into one folder that
 * later starts and other workers share: it saves their unpacking (44 MB) at each start and, as
 * their pages are then those of one file, a worker's share of memory. By themselves the one unpacks
 * into a new temporary folder at each start and the other into the user's home.
 *
 * <p>The folder is {@code -Dcombot.classifier.natives=DIR}, by default {@code combot-natives-USER}
 * in the temporary folder; it must be the user's own, for what lies in it is run. Files are named
 * by content, so that versions live side by side.
 */
final class Natives {
  static final String FOLDER = "combot.classifier.natives";

  private static final String LOADED = "onnx.natives.loaded";

  // Held, for a logger that nobody holds forgets its level.
  private static final List<Logger> QUIET =
      List.of(
          quiet(
              "ai.djl.util.cuda.CudaUtils",
              Level.OFF), // warns of half a CUDA driver; no GPU is used here
          quiet("ai.djl.util.Platform", Level.WARNING),
          quiet("ai.djl.huggingface.tokenizers.jni.LibUtils", Level.WARNING));

  private Natives() {}

  private static Logger quiet(String name, Level level) {
    var logger = Logger.getLogger(name);
    logger.setLevel(level);
    return logger;
  }

  /**
   * Tells both libraries where their native parts are; to be called before any class of theirs is
   * used.
   */
  static synchronized void prepare() {
    if (QUIET.isEmpty() || System.getProperty(LOADED) != null) {
      // The JVM refuses one file for two class loaders (a development mode's reload): leave the
      // second to the libraries' ways.
      return;
    }
    System.setProperty(LOADED, "true");
    System.setProperty("ai.djl.offline", "true");
    String system = system();
    String ort = "/ai/onnxruntime/native/" + system.replace("x86_64", "x64") + "/";
    String djl = "/native/lib/" + system + "/cpu/";
    try {
      Path home = ownFolder();
      setUnlessSet("jna.tmpdir", home.toString());
      Path runtime =
          unpack(
              home,
              ort,
              System.mapLibraryName("onnxruntime"),
              System.mapLibraryName("onnxruntime4j_jni"));
      if (runtime != null) {
        setUnlessSet("onnxruntime.native.path", runtime.toString());
      }
      // Windows needs three more files beside the tokenizer's library; it is left to its own ways
      // there.
      Path tokenizers =
          system.startsWith("win") ? null : unpack(home, djl, System.mapLibraryName("tokenizers"));
      if (tokenizers != null) {
        // The file, not its folder: for a folder 0.38.0 asks a GPU first, and fails where there is
        // none.
        setUnlessSet(
            "RUST_LIBRARY_PATH",
            tokenizers.resolve(System.mapLibraryName("tokenizers")).toString());
      } else {
        setUnlessSet("ENGINE_CACHE_DIR", home.toString());
      }
    } catch (IOException e) {
      throw new ClassifierException(
          "cannot unpack the model's native libraries: "
              + e.getMessage()
              + ". Choose another folder: -D"
              + FOLDER
              + "=DIR",
          e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static String system() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux")
        + (arch.equals("aarch64") || arch.equals("arm64") ? "-aarch64" : "-x86_64");
  }

  private static Path ownFolder() throws IOException {
    String given = System.getProperty(FOLDER);
    Path folder =
        given != null
            ? Path.of(given)
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "combot-natives-" + System.getProperty("user.name"));
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      if (posix) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(
          folder,
          given == null ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS} : new LinkOption[0])) {
        throw new IOException(folder + " is no directory", e);
      }
    }
    if (posix && given == null) {
      checkOwn(folder);
    }
    return folder.toAbsolutePath();
  }

  /**
   * In a folder that all may write to, another user could have put libraries there for us to run.
   */
  private static void checkOwn(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "own", null);
    try {
      if (!Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS))
          || !PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
              .endsWith("------")) {
        throw new IOException(folder + " belongs to another user or is open to others");
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /** The folder that holds these libraries, or null where this system's are not in the jar. */
  private static Path unpack(Path home, String resources, String... names) throws IOException {
    Path folder = null;
    for (String name : names) {
      URL url = Natives.class.getResource(resources + name);
      if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
        return null;
      }
      var entry = connection.getJarEntry();
      if (folder == null) {
        folder = Files.createDirectories(home.resolve("%s-%08x".formatted(name, entry.getCrc())));
      }
      Path file = folder.resolve(name);
      if (!Files.exists(file) || Files.size(file) != entry.getSize()) {
        // Two workers may unpack at once: each writes its own file, and the move that comes last
        // wins whole.
        Path part = Files.createTempFile(folder, name, ".part");
        try (InputStream in = connection.getInputStream()) {
          Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
          Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(part);
        }
      }
    }
    return folder;
  }
}
