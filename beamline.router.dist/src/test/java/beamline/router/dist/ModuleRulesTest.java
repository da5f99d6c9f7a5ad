package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModuleRulesTest {
  private static final String SERVICES = "META-INF/services/";

  static List<House.Shipped> shipped() {
    return House.shipped();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void moduleIsExplicitAndNamedAsItsFolderSays(House.Shipped shipped) {
    ModuleDescriptor module = descriptor(shipped);
    assertThat(module.name()).isEqualTo(shipped.module());
    assertThat(module.isAutomatic()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void packagesStartWithTheModulesName(House.Shipped shipped) {
    assertThat(descriptor(shipped).packages())
        .allMatch(it -> it.equals(shipped.module()) || it.startsWith(shipped.module() + "."));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void nothingIsOpenAndNothingIsExportedToFriendsOnly(House.Shipped shipped) {
    ModuleDescriptor module = descriptor(shipped);
    assertThat(module.isOpen()).isFalse();
    assertThat(module.opens()).isEmpty();
    assertThat(module.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
  }

  @Test
  void implementationsExportNothing() {
    assertThat(descriptor(House.shipped("beamline.router.engine")).exports()).isEmpty();
    assertThat(descriptor(House.shipped("beamline.router.memory")).exports()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void classPathHostsFindTheServicesThatModulesFind(House.Shipped shipped) throws IOException {
    Map<String, Set<String>> declared = new TreeMap<>();
    for (ModuleDescriptor.Provides provides : descriptor(shipped).provides()) {
      declared.put(provides.service(), new TreeSet<>(provides.providers()));
    }
    assertThat(servicesOnTheClassPath(shipped)).isEqualTo(declared);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void descriptorIsDocumentedAndNullMarked(House.Shipped shipped) {
    assertThat(House.text(shipped.sources().resolve("module-info.java")))
        .containsPattern(
            "(?s)/\\*\\*.+\\*/.*NullMarked.*module " + shipped.module().replace(".", "\\."));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void dependenciesAreListedOneByOne(House.Shipped shipped) {
    assertThat(House.text(shipped.folder().resolve("pom.xml")))
        .containsPattern("<allowed.dependencies>[^*<]+</allowed.dependencies>");
  }

  private static ModuleDescriptor descriptor(House.Shipped shipped) {
    return ModuleFinder.of(shipped.jar()).findAll().iterator().next().descriptor();
  }

  private static Map<String, Set<String>> servicesOnTheClassPath(House.Shipped shipped)
      throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    try (JarFile jar = new JarFile(shipped.jar().toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        if (entry.getName().startsWith(SERVICES) && !entry.isDirectory()) {
          String lines =
              new String(
                  jar.getInputStream(entry).readAllBytes(),
                  java.nio.charset.StandardCharsets.UTF_8);
          Set<String> providers = new TreeSet<>();
          lines
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .forEach(providers::add);
          found.put(entry.getName().substring(SERVICES.length()), providers);
        }
      }
    }
    return found;
  }
}
