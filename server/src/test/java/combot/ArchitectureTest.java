package combot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md: which package may use which. */
class ArchitectureTest {

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("study", Set.of()),
          entry("conversation", Set.of("study")),
          entry("statistics", Set.of()),
          entry("memory", Set.of("statistics")),
          entry("cache", Set.of()),
          entry("classifier", Set.of("memory", "cache")),
          entry("log", Set.of()),
          entry("metrics", Set.of()),
          entry("control", Set.of()),
          entry("loadtest", Set.of("study", "statistics", "control", "report")),
          entry("operator", Set.of("control", "gateway")),
          entry("gateway", Set.of("memory", "control", "log", "metrics")),
          entry("report", Set.of()),
          entry(
              "readiness",
              Set.of("study", "memory", "control", "report", "statistics", "loadtest")),
          entry("store", Set.of("study", "conversation")),
          entry("reply", Set.of("study", "conversation")),
          entry("chat", Set.of("study", "conversation", "cache", "classifier", "store", "reply")),
          entry("warm", Set.of("study", "cache", "classifier", "store", "reply", "chat")),
          entry(
              "api",
              Set.of(
                  "study",
                  "conversation",
                  "memory",
                  "metrics",
                  "classifier",
                  "store",
                  "reply",
                  "chat",
                  "warm",
                  "log")),
          entry("web", Set.of("study", "chat")),
          entry("upkeep", Set.of("memory", "classifier", "chat", "warm")));

  /** Fewer means that the importer did not see the project. */
  private static final int CLASSES_AT_LEAST = 100;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("combot");

  @Test
  void seesTheWholeProject() {
    assertThat(CLASSES).hasSizeGreaterThanOrEqualTo(CLASSES_AT_LEAST);
  }

  @Test
  void knowsEveryPackage() {
    var packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals("combot"))
            .map(name -> name.substring("combot.".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
  }

  @Test
  void packagesUseOnlyWhatTheyMay() {
    MAY_USE.forEach((name, allowed) -> {
      var forbidden =
          MAY_USE.keySet().stream()
              .filter(other -> !other.equals(name) && !allowed.contains(other))
              .map("combot."::concat)
              .collect(Collectors.toCollection(TreeSet::new));
      forbidden.add("combot");
      noClasses()
          .that()
          .resideInAPackage("combot." + name)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden.toArray(String[]::new))
          .because(name + " may use " + allowed + " only")
          .check(CLASSES);
    });
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    slices().matching("combot.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheStoreSpeaksSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("combot.store")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql", "javax.sql", "org.jdbi..", "org.flywaydb..", "org.sqlite..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCacheSpeaksToRedis() {
    noClasses()
        .that()
        .resideOutsideOfPackage("combot.cache")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.redis..")
        .check(CLASSES);
  }

  @Test
  void onlyReplySpeaksToLanguageModels() {
    noClasses()
        .that()
        .resideOutsideOfPackages("combot.reply", "combot.classifier")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.langchain4j..")
        .check(CLASSES);
  }

  @Test
  void onlyHttpPackagesSpeakHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "combot",
            "combot.api",
            "combot.web",
            "combot.gateway",
            "combot.metrics",
            "combot.upkeep",
            "combot.warm",
            "combot.loadtest",
            "combot.cache")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.ws.rs..", "io.vertx.core", "io.vertx.core.http..", "io.vertx.ext..")
        .check(CLASSES);
  }
}
