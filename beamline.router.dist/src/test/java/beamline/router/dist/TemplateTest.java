package beamline.router.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a third party does with the template: copies it out of the house, builds it with what is
 * published, and gives the jar to a node that was linked without it.
 */
final class TemplateTest {
  private static final Path TEMPLATE = House.ROOT.resolve("beamline.router.examples/template");

  @TempDir private Path folder;
  private NatsServer server;
  private Connection client;

  @BeforeEach
  void startServer() throws IOException, InterruptedException {
    server = NatsServer.start();
    client = Nats.connect(server.url());
  }

  @AfterEach
  void stopServer() throws InterruptedException {
    client.close();
    server.close();
  }

  @Test
  void aCopyIsBuiltFromWhatIsPublishedAndANodeRefusesByItsExtension() throws Exception {
    Path copy = copyTemplate();
    Program maven = build(copy, publish());
    assertThat(maven.status()).as(maven.out() + maven.err()).isZero();
    assertThat(maven.out()).containsPattern("TextLimitTest\\b").contains("BUILD SUCCESS");

    Files.createDirectories(NodeProcess.plugins(folder));
    Files.copy(
        copy.resolve("target/text-limit-1.0.0.jar"),
        NodeProcess.plugins(folder).resolve("text-limit-1.0.0.jar"));
    Path policy = folder.resolve("policies/acme/limited.json");
    Files.createDirectories(policy.getParent());
    Files.writeString(
        policy,
        """
        {"version": "1.0", "providers": ["openai"],
         "validators": [{"id": "text_limit", "config": {"max_characters": 5}}]}
        """);
    try (NodeProcess node = NodeProcess.start(folder, "nats.url = " + server.url())) {
      assertThat(decide("short")).as(node.log()).contains("\"ok\":true", "openai");
      assertThat(decide("too long"))
          .contains("\"ok\":false", "validator_blocked", "the text is too long");
    }
  }

  private Path copyTemplate() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(TEMPLATE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(TEMPLATE.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return copy;
  }

  /** A repository that has what is published and nothing else. */
  private Path publish() throws IOException {
    Path repository = folder.resolve("repository");
    publish(repository, "parent", House.ROOT.resolve("pom.xml"), "pom");
    publish(repository, "bom", House.ROOT.resolve("beamline.router.bom/pom.xml"), "pom");
    for (House.Shipped shipped : House.shipped()) {
      String name = shipped.module().replace("beamline.router.", "");
      publish(repository, name, shipped.folder().resolve("pom.xml"), "pom");
      publish(repository, name, shipped.jar(), "jar");
    }
    return repository;
  }

  private static void publish(Path repository, String name, Path file, String type)
      throws IOException {
    String artifact = "beamline-router-" + name;
    Path target = repository.resolve("io/beamline").resolve(artifact).resolve(House.VERSION);
    Files.createDirectories(target);
    Files.copy(file, target.resolve(artifact + "-" + House.VERSION + "." + type));
  }

  /**
   * Builds it as the only project that there is. What others publish comes from the repository of
   * this build, which is not written to.
   */
  private Program build(Path project, Path repository) throws IOException, InterruptedException {
    return Program.run(
        List.of(
            "env",
            "JAVA_HOME=" + System.getProperty("java.home"),
            "MAVEN_OPTS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            House.ROOT.resolve("mvnw").toString(),
            "--batch-mode",
            "--file",
            project.resolve("pom.xml").toString(),
            "-Dmaven.repo.local=" + repository,
            "-Dmaven.repo.local.tail=" + System.getProperty("localRepository"),
            "package"),
        folder);
  }

  private String decide(String text) throws InterruptedException {
    String request =
        """
        {"version":"1","tenant_id":"acme","request_id":"r-1","policy_id":"limited","task":{"type":"text.generate","payload":{"text":"%s"}}}
        """
            .formatted(text);
    Message reply =
        client.request(
            "beamline.router.v1.decide", request.getBytes(UTF_8), Duration.ofSeconds(30));
    assertThat(reply).as("an answer to " + text).isNotNull();
    return new String(reply.getData(), UTF_8);
  }
}
