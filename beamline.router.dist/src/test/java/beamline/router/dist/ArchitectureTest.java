package beamline.router.dist;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules of the house that the byte code of the published jars keeps. */
final class ArchitectureTest {
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .importUrls(House.shipped().stream().map(ArchitectureTest::classesOf).toList());

  /** What protoc writes has its own habits. */
  private static final DescribedPredicate<JavaClass> WRITTEN_BY_HAND =
      describe("written by hand", ArchitectureTest::hasSource);

  @Test
  void allPublishedClassesAreLookedAt() {
    assertThat(SHIPPED).hasSizeGreaterThan(100);
  }

  @Test
  void nobodyPrints() {
    noClasses().should(ACCESS_STANDARD_STREAMS).check(SHIPPED);
  }

  @Test
  void nobodyEndsTheHostsProcessOrHooksIntoItsEnd() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethodWhere(
            target(owner(describe("Runtime", it -> it.isEquivalentTo(Runtime.class))))
                .and(target(nameMatching("exit|halt|addShutdownHook"))))
        .check(SHIPPED);
  }

  @Test
  void staticFieldsAreConstants() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(WRITTEN_BY_HAND)
        .should()
        .beFinal()
        .check(SHIPPED);
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(WRITTEN_BY_HAND)
        .should()
        .notHaveRawType(describe("changes after it was made", ArchitectureTest::isMutable))
        .check(SHIPPED);
  }

  @Test
  void nobodyDependsOnAnImplementation() {
    for (String implementation : List.of("beamline.router.engine..", "beamline.router.memory..")) {
      noClasses()
          .that(not(resideInAPackage(implementation)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(implementation)
          .check(SHIPPED);
    }
  }

  @Test
  void contractsDoNotKnowWhoImplementsThem() {
    noClasses()
        .that()
        .resideInAPackage("beamline.router.api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("beamline.router.spi..")
        .check(SHIPPED);
  }

  private static URL classesOf(House.Shipped shipped) {
    try {
      return new URL("jar:" + shipped.jar().toUri() + "!/");
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasSource(JavaClass type) {
    String path = type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
    return House.shipped().stream().map(it -> it.sources().resolve(path)).anyMatch(Files::exists);
  }

  /** Collections may be constants (List.of); these are only ever made to be changed. */
  private static boolean isMutable(JavaClass type) {
    return (type.getPackageName().equals("java.util.concurrent.atomic")
            && !type.getSimpleName().endsWith("FieldUpdater"))
        || type.isAssignableTo(java.util.concurrent.ConcurrentMap.class)
        || type.isAssignableTo(java.util.concurrent.locks.Lock.class)
        || type.isAssignableTo(ThreadLocal.class)
        || type.isAssignableTo(StringBuilder.class)
        || type.isAssignableTo("com.github.benmanes.caffeine.cache.Cache")
        || ((type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
            && !type.isInterface());
  }
}
