package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded router links from the jars that Maven Central serves, with nothing added to them.
 */
final class PlainJlinkTest {
  private static final Set<String> EMBEDDED =
      Set.of(
          "beamline.router.api",
          "beamline.router.spi",
          "beamline.router.engine",
          "beamline.router.memory");

  @Test
  void nothingInTheClosureOfTheEmbeddedRouterIsAnAutomaticModule() {
    ModuleFinder system = ModuleFinder.ofSystem();
    Configuration closure =
        Configuration.resolve(
            ModuleFinder.of(House.CENTRAL),
            java.util.List.of(Configuration.empty()),
            system,
            EMBEDDED);
    assertThat(closure.modules())
        .map(ResolvedModule::reference)
        .map(ModuleReference::descriptor)
        .noneMatch(java.lang.module.ModuleDescriptor::isAutomatic)
        .hasSizeGreaterThan(EMBEDDED.size());
  }

  @Test
  void plainJlinkLinksTheEmbeddedRouter(@TempDir Path folder) {
    Path image = folder.resolve("image");
    Jdk.run(
        "jlink",
        "--module-path",
        House.CENTRAL.toString(),
        "--add-modules",
        String.join(",", EMBEDDED),
        "--output",
        image.toString());
    assertThat(image.resolve("bin")).isDirectoryContaining("glob:**java*");
  }
}
