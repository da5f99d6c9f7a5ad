package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that the examples link, run as a user would run it. */
final class QuickstartImageTest {
  private static final Path IMAGE =
      House.ROOT.resolve("beamline.router.examples/target/images/quickstart");
  private static final String MAIN =
      "beamline.router.examples.quickstart/beamline.router.examples.quickstart.Quickstart";
  private static final long MEGABYTE = 1_000_000;

  @TempDir private Path folder;

  @Test
  void decidesTheShippedRequests() throws Exception {
    Program program = Program.run(List.of(bin("quickstart"), "--json"), folder);
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out().lines())
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(program.out()).contains("\"ok\":true", "\"reason\":\"sticky\"", "\"ok\":false");
  }

  @Test
  void holdsTheRouterAndNothingOfTheJdkBeyondItsBase() throws Exception {
    Program program = Program.run(List.of(bin("java"), "--list-modules"), folder);
    assertThat(program.out().lines().map(line -> line.replaceFirst("@.*", "")))
        .containsExactlyInAnyOrder(
            "beamline.router.api",
            "beamline.router.audit",
            "beamline.router.engine",
            "beamline.router.examples.quickstart",
            "beamline.router.memory",
            "beamline.router.spi",
            "com.github.benmanes.caffeine",
            "java.base",
            "org.slf4j",
            "org.slf4j.nop",
            "tools.jackson.core");
  }

  /**
   * Linked with JDK 25 it is 10 MB larger than with 17. Where a JDK ships its library with native
   * symbols, this needs binutils' strip at build time.
   */
  @Test
  void staysBelowSixtyFourMegabytes() throws IOException {
    try (Stream<Path> files = Files.walk(IMAGE)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).isBetween(10 * MEGABYTE, 64 * MEGABYTE);
    }
  }

  @Test
  void startsFromItsArchiveOfClasses() throws Exception {
    Program program =
        Program.run(List.of(bin("java"), "-Xlog:class+load", "-m", MAIN, "--json"), folder);
    assertThat(program.out())
        .contains("beamline.router.examples.quickstart.Quickstart source: shared objects file");
  }

  @Test
  void loadsAPluginFromAFolderItWasNotLinkedWith() throws Exception {
    Path policy = folder.resolve("policies/acme/default.json");
    Files.createDirectories(policy.getParent());
    Files.writeString(
        policy,
        """
        {"version": "1.0",
         "providers": [{"name": "anyone", "weight": 100}],
         "validators": [{"id": "block_words", "config": {"words": ["secret"]}}]}
        """);
    Path requests = folder.resolve("requests.jsonl");
    Files.writeString(requests, request("plain") + request("a SECRET"));
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Path jar =
        House.ROOT.resolve(
            "beamline.router.examples/plugin-jar/target/beamline-router-example-plugin-"
                + House.VERSION
                + ".jar");
    Files.copy(jar, plugins.resolve("plugin.jar"));

    Program without = Program.run(decide(List.of()), folder);
    Program with = Program.run(decide(List.of("-p", "plugins")), folder);

    assertThat(without.out()).doesNotContain("blocked word");
    assertThat(with.status()).as(with.err()).isZero();
    List<String> answers = with.out().lines().toList();
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0)).contains("\"ok\":true", "anyone");
    assertThat(answers.get(1)).contains("\"ok\":false", "blocked word");
  }

  private static List<String> decide(List<String> options) {
    List<String> command = new ArrayList<>(List.of(bin("java")));
    command.addAll(options);
    command.addAll(
        List.of("-m", MAIN, "--json", "--policies", "policies", "--requests", "requests.jsonl"));
    return command;
  }

  private static String request(String text) {
    return """
        {"version":"1","request_id":"r","tenant_id":"acme","task":{"type":"text.generate","payload":{"text":"%s"}}}
        """
        .formatted(text);
  }

  private static String bin(String name) {
    return IMAGE.resolve("bin").resolve(name).toString();
  }
}
