package beamline.router.examples.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node as a process of its own, with what it says. */
final class NodeAtWork implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern HTTP = Pattern.compile("http://localhost:(\\d+)/metrics");
  private static final Pattern GRPC = Pattern.compile("(?m)^grpc .* port (\\d+)");

  private final Path folder;
  private final Process process;

  private NodeAtWork(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  static NodeAtWork start(Path folder, String... settings) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve("node.properties"), List.of(settings));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BeamlineNode.class.getName(),
                "--config",
                file.toString())
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("node.out").toFile())
            .redirectError(folder.resolve("node.err").toFile());
    return new NodeAtWork(folder, builder.start());
  }

  String log() {
    return text("node.err");
  }

  /** What it said of itself at its start. */
  String report() {
    return text("node.out");
  }

  void awaitLog(String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log()).contains(text));
  }

  void awaitReport() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(report()).contains("\noff "));
  }

  int grpcPort() {
    return port(GRPC);
  }

  /** A page of its HTTP port, whatever its status. */
  String page(String path) throws IOException {
    URI uri = URI.create("http://localhost:" + port(HTTP) + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    boolean well = connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream in = well ? connection.getInputStream() : connection.getErrorStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
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

  private int port(Pattern pattern) {
    Matcher port = pattern.matcher(report());
    assertThat(port.find()).as(report()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
