package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zip as its user gets it: a module path that jlink takes as it is. */
final class ModulesZipTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void unzip() throws IOException {
    try (InputStream file =
            Files.newInputStream(
                Path.of("target/beamline-router-modules-" + House.VERSION + ".zip"));
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
  }

  @Test
  void holdsEveryPublishedModuleButTheTestkit() {
    assertThat(modules().findAll()).map(it -> it.descriptor().name()).containsAll(published());
  }

  @Test
  void everyModuleHasADescriptor() {
    assertThat(modules().findAll())
        .map(ModuleReference::descriptor)
        .noneMatch(ModuleDescriptor::isAutomatic)
        .hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.google.common",
        "com.google.protobuf",
        "io.grpc",
        "io.grpc.internal",
        "io.grpc.netty.shaded",
        "io.grpc.protobuf",
        "io.grpc.protobuf.lite",
        "io.grpc.services",
        "io.grpc.stub",
        "io.grpc.util",
        "io.perfmark",
        "proto.google.common.protos",
        "HdrHistogram",
        "io.nats.jnats",
        "io.opentelemetry.api",
        "io.opentelemetry.common",
        "io.opentelemetry.context",
        "io.opentelemetry.exporter.internal",
        "io.opentelemetry.exporter.internal.otlp",
        "io.opentelemetry.exporter.otlp",
        "io.opentelemetry.exporter.sender.jdk.internal",
        "io.opentelemetry.sdk",
        "io.opentelemetry.sdk.common",
        "io.opentelemetry.sdk.logs",
        "io.opentelemetry.sdk.metrics",
        "io.opentelemetry.sdk.trace",
        "io.prometheus.metrics.config",
        "io.prometheus.metrics.core",
        "io.prometheus.metrics.model",
        "io.prometheus.metrics.tracer.common",
        "io.prometheus.writer.text",
        "micrometer.commons",
        "micrometer.core",
        "micrometer.observation",
        "micrometer.registry.prometheus",
        "org.postgresql.jdbc"
      })
  void descriptorThatWeAddedIsTheReviewedOne(String module) throws IOException {
    Path jar = Path.of(modules().find(module).orElseThrow().location().orElseThrow());
    GoldenDescriptor.check(module, jar);
  }

  @Test
  void imageOfAllModulesMetersADecision() throws Exception {
    Path host = Files.createDirectories(folder.resolve("host"));
    Path sources = Path.of("src/test/hosts/metered").toAbsolutePath();
    String path = modulePath().toString();
    Jdk.run(
        "javac",
        "-d",
        host.toString(),
        "--release",
        "17",
        "--module-path",
        path,
        sources.resolve("module-info.java").toString(),
        sources.resolve("host/metered/Metered.java").toString());
    Path image = folder.resolve("image");
    Jdk.run(
        "jlink",
        "--module-path",
        path + System.getProperty("path.separator") + host,
        "--add-modules",
        "host.metered," + String.join(",", published()),
        "--output",
        image.toString());

    Program program =
        Program.run(
            List.of(
                image.resolve("bin/java").toString(), "-m", "host.metered/host.metered.Metered"),
            folder);

    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).contains("decided anyone");
    assertThat(program.out()).contains("counted 1.0");
  }

  private static List<String> published() {
    return House.shipped().stream()
        .map(House.Shipped::module)
        .filter(it -> !it.equals("beamline.router.testkit"))
        .toList();
  }

  private static Path modulePath() {
    return folder.resolve("beamline-router-modules");
  }

  private static ModuleFinder modules() {
    return ModuleFinder.of(modulePath());
  }
}
