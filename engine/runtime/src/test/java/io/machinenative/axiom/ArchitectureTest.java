package io.machinenative.axiom;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.machinenative.axiom.House.Fence;
import io.machinenative.axiom.House.Room;
import io.machinenative.axiom.engine.validation.seeded.SeededStage;
import io.machinenative.axiom.seeded.SeededLoop;
import java.lang.foreign.Linker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house is built as {@link House} plans it: rooms, fences, and who may wind a clock. */
class ArchitectureTest {
  /** The generated flyweights alone are more than fifty: far fewer means that nothing was read. */
  private static final int CLASSES_AT_LEAST = 200;

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(House.ROOT);

  /** Breaks every rule below, in the room of validation: it proves that the rules can fail. */
  private static final JavaClasses SEEDED =
      new ClassFileImporter().importPackagesOf(SeededStage.class, SeededLoop.class);

  private static final List<String> CREATORS = List.of("base", "assembly", "cli", "benchmarks");

  /** A client and a plugin are assembled by one class each. */
  private static final String ASSEMBLERS =
      ".*\\.client\\.\\w*Builder|.*\\.plugins\\.\\w+\\.\\w*Plugin";

  /** Calls that create threads, read clocks or draw random numbers; empty means every method. */
  private static final Map<String, Set<String>> CREATIONS =
      Map.ofEntries(
          Map.entry("java.lang.Thread", Set.of("<init>", "ofVirtual", "ofPlatform")),
          Map.entry("java.util.concurrent.Executors", Set.of()),
          Map.entry("java.util.concurrent.ForkJoinPool", Set.of("<init>", "commonPool")),
          Map.entry("java.util.concurrent.ThreadPoolExecutor", Set.of("<init>")),
          Map.entry("java.util.Timer", Set.of("<init>")),
          Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.Clock", Set.of()),
          Map.entry("org.agrona.concurrent.SystemNanoClock", Set.of()),
          Map.entry("org.agrona.concurrent.SystemEpochClock", Set.of()),
          Map.entry("org.agrona.concurrent.SystemEpochMicroClock", Set.of()),
          Map.entry("org.agrona.concurrent.SystemEpochNanoClock", Set.of()),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.util.Random", Set.of("<init>")),
          Map.entry("java.util.SplittableRandom", Set.of("<init>")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of()),
          Map.entry("java.security.SecureRandom", Set.of("<init>")),
          Map.entry("java.util.UUID", Set.of("randomUUID")));

  static Stream<Room> rooms() {
    return House.ROOMS.stream();
  }

  static Stream<Fence> fences() {
    return House.FENCES.stream();
  }

  @Test
  void readsTheWholeHouse() {
    assertTrue(
        HOUSE.size() >= CLASSES_AT_LEAST,
        () -> "expected at least " + CLASSES_AT_LEAST + " classes, actual " + HOUSE.size());
    for (Room room : House.ROOMS) {
      boolean inhabited = HOUSE.stream().anyMatch(resideInAnyPackage(room.packages()));
      assertTrue(inhabited || room.planned(), () -> "no class was read in " + room);
    }
  }

  @Test
  void everyClassHasARoom() {
    everyClassInARoom().check(HOUSE);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomsSeeOnlyWhatThePlanAllows(Room room) {
    roomSeesOnlyItsNeighbours(room).check(HOUSE);
  }

  @Test
  void packagesHaveNoCycles() {
    noCycles().check(HOUSE);
  }

  @ParameterizedTest
  @MethodSource("fences")
  void librariesStayInTheirRooms(Fence fence) {
    onlyInside(fence).check(HOUSE);
  }

  @Test
  void everyLibraryHasAFence() {
    everyLibraryFenced().check(HOUSE);
  }

  @Test
  void nativesAloneLinkNativeCode() {
    onlyNativesLink().check(HOUSE);
  }

  @Test
  void pluginsAloneMakeClassLoaders() {
    onlyPluginsMakeClassLoaders().check(HOUSE);
  }

  @Test
  void threadsClocksAndRandomnessComeByConstructor() {
    onlyCreatorsCreate().check(HOUSE);
  }

  @Test
  void onlyTheCommandLinePrints() {
    onlyTheCommandLineUsesConsole().check(HOUSE);
  }

  @Test
  void onlyPluginsLog() {
    noLogging().check(HOUSE);
  }

  static Stream<ArchRule> allRules() {
    return Stream.of(
        everyClassInARoom(),
        roomSeesOnlyItsNeighbours(
            House.ROOMS.stream()
                .filter(r -> r.name().equals("validation"))
                .findFirst()
                .orElseThrow()),
        noCycles(),
        onlyInside(
            House.FENCES.stream()
                .filter(f -> f.name().equals("Disruptor"))
                .findFirst()
                .orElseThrow()),
        everyLibraryFenced(),
        onlyNativesLink(),
        onlyPluginsMakeClassLoaders(),
        onlyCreatorsCreate(),
        onlyTheCommandLineUsesConsole(),
        noLogging());
  }

  @ParameterizedTest
  @MethodSource("allRules")
  void everyRuleFindsTheSeededViolation(ArchRule rule) {
    AssertionError alarm = assertThrows(AssertionError.class, () -> rule.check(SEEDED));
    assertTrue(alarm.getMessage().contains("Seeded"), alarm::getMessage);
  }

  private static ArchRule everyClassInARoom() {
    List<String> names = House.ROOMS.stream().map(Room::name).toList();
    return classes().should().resideInAnyPackage(House.packagesOf(names));
  }

  private static ArchRule roomSeesOnlyItsNeighbours(Room room) {
    String[] open = House.packagesOf(room.maySee());
    DescribedPredicate<JavaClass> forbidden =
        resideInAnyPackage(House.ROOT + "..")
            .and(not(resideInAnyPackage(room.packages())))
            .and(not(resideInAnyPackage(open)));
    return noClasses()
        .that()
        .resideInAPackage(room.packages())
        .should()
        .dependOnClassesThat(forbidden)
        .as(room.name() + " should see only " + room.maySee())
        .allowEmptyShould(room.planned());
  }

  private static ArchRule noCycles() {
    return slices().matching(House.ROOT + ".(**)").should().beFreeOfCycles();
  }

  private static ArchRule onlyInside(Fence fence) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(House.packagesOf(fence.rooms()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(fence.packages().toArray(String[]::new))
        .as(fence.name() + " should be used only in " + fence.rooms())
        .allowEmptyShould(true);
  }

  private static ArchRule everyLibraryFenced() {
    Stream<String> libraries = House.FENCES.stream().flatMap(fence -> fence.packages().stream());
    String[] known =
        Stream.concat(Stream.of(House.ROOT + "..", "java..", ""), libraries).toArray(String[]::new);
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(known)
        .because("a library that is used has a fence");
  }

  private static ArchRule onlyNativesLink() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(House.packagesOf(List.of("natives")))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Linker.class);
  }

  private static ArchRule onlyPluginsMakeClassLoaders() {
    DescribedPredicate<JavaAccess<?>> newClassLoader =
        access(
            "a class loader's constructor",
            a ->
                a.getName().equals("<init>")
                    && assignableTo(ClassLoader.class).test(a.getTargetOwner()));
    return noClasses()
        .that()
        .resideOutsideOfPackages(House.packagesOf(List.of("plugin")))
        .should()
        .accessTargetWhere(newClassLoader);
  }

  private static ArchRule onlyCreatorsCreate() {
    DescribedPredicate<JavaAccess<?>> creation =
        access(
            "a thread, a clock or randomness",
            a -> {
              Set<String> methods = CREATIONS.get(a.getTargetOwner().getName());
              return methods != null && (methods.isEmpty() || methods.contains(a.getName()));
            });
    return noClasses()
        .that()
        .resideOutsideOfPackages(House.packagesOf(CREATORS))
        .and()
        .haveNameNotMatching(ASSEMBLERS)
        .should()
        .accessTargetWhere(creation);
  }

  private static ArchRule onlyTheCommandLineUsesConsole() {
    DescribedPredicate<JavaAccess<?>> console =
        access(
            "System.out or System.err",
            a ->
                a.getTargetOwner().isEquivalentTo(System.class)
                    && Set.of("out", "err").contains(a.getName()));
    return noClasses()
        .that()
        .resideOutsideOfPackages(House.packagesOf(List.of("cli", "benchmarks")))
        .should()
        .accessTargetWhere(console);
  }

  private static ArchRule noLogging() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(House.packagesOf(List.of("api", "plugin")))
        .and()
        .resideOutsideOfPackage(House.ROOT + ".plugins..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(System.Logger.class)
        .because(
            "what matters is counted, and errors go to the error log; plugins are lent a logger");
  }

  private static DescribedPredicate<JavaAccess<?>> access(
      String what, Predicate<JavaAccess<?>> test) {
    return DescribedPredicate.describe(what, test);
  }
}
