package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node of the image as a process, in a folder with its settings, a policy, and plug-ins if
 * somebody put some there.
 */
final class NodeProcess implements AutoCloseable {
  static final Path IMAGE = House.ROOT.resolve("beamline.router.examples/target/images/node");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern METRICS = Pattern.compile("http://localhost:(\\d+)/metrics");

  private static final Pattern GRPC = Pattern.compile("(?m)^grpc .* port (\\d+) ");

  private final Path folder;
  private final Process process;

  private NodeProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts one and waits until it serves. */
  static NodeProcess start(Path folder, String... settings) throws IOException {
    Path policy = folder.resolve("policies/acme/default.json");
    Files.createDirectories(policy.getParent());
    Files.writeString(policy, "{\"version\": \"1.0\", \"providers\": [\"openai\"]}");
    configure(folder, settings);
    ProcessBuilder builder =
        new ProcessBuilder(bin("beamline-node"), "--config", file(folder).toString())
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("node.out").toFile())
            .redirectError(folder.resolve("node.err").toFile());
    builder.environment().keySet().removeIf(name -> name.contains("JAVA") || name.contains("JDK"));
    if (Files.isDirectory(plugins(folder))) {
      builder.environment().put("BEAMLINE_PLUGINS", plugins(folder).toString());
    }
    NodeProcess node = new NodeProcess(folder, builder.start());
    node.awaitLog("NODE_READY");
    node.awaitReport();
    return node;
  }

  /** Writes the settings, also of a node that runs. */
  static void configure(Path folder, String... settings) throws IOException {
    List<String> lines = new ArrayList<>(List.of(settings));
    if (lines.stream().noneMatch(line -> line.startsWith("policy-store"))) {
      lines.add("policy-store = file");
      lines.add("policy-store.path = " + folder.resolve("policies"));
    }
    lines.add("metrics.port = 0");
    Files.write(file(folder), lines);
  }

  static Path file(Path folder) {
    return folder.resolve("node.properties");
  }

  static Path plugins(Path folder) {
    return folder.resolve("plugins");
  }

  static String bin(String name) {
    return IMAGE.resolve("bin").resolve(name).toString();
  }

  void awaitLog(String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(log()).contains(text);
            });
  }

  /** It serves over gRPC when it has said so. */
  private void awaitReport() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(report()).contains("\noff "));
  }

  /** The port on which it serves gRPC. */
  int grpcPort() {
    Matcher grpc = GRPC.matcher(report());
    assertThat(grpc.find()).as(report()).isTrue();
    return Integer.parseInt(grpc.group(1));
  }

  /** What it said of itself. */
  String report() {
    return text("node.out");
  }

  String log() {
    return text("node.err");
  }

  /** A page of its HTTP port. */
  String page(String path) throws IOException {
    Matcher metrics = METRICS.matcher(report());
    assertThat(metrics.find()).as(report()).isTrue();
    URI uri = URI.create("http://localhost:" + metrics.group(1) + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Tells it to stop; its exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private String text(String name) {
    return House.text(folder.resolve(name));
  }
}
