package beamline.router.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Prometheus, on a loopback port and with a store of its own, and its tool. The programs are
 * those that the environment variables {@code PROMETHEUS} and {@code PROMTOOL} name, else those on
 * the {@code PATH}, else those of the distribution's package, which is unpacked into the build's
 * own folder. Closing ends the process and deletes the store. Not safe for concurrent use.
 */
public final class PrometheusServer implements AutoCloseable {
  private static final String PACKAGE = "prometheus";
  private static final String VERSION = "2.42";
  private static final String SUITE = "bookworm";
  private static final long READY_SECONDS = 30;

  private final Path folder;
  private final int port;
  private final Process process;
  private final Process watcher;

  private PrometheusServer(Path folder, int port, Process process, Process watcher) {
    this.folder = folder;
    this.port = port;
    this.process = process;
    this.watcher = watcher;
  }

  /**
   * Starts one.
   *
   * @param configuration the file {@code prometheus.yml}
   * @throws IllegalStateException when there is no such program; says what to do
   */
  public static PrometheusServer start(String configuration) {
    Path program = program("prometheus");
    try {
      Path folder = Files.createTempDirectory("prometheus");
      Files.writeString(folder.resolve("prometheus.yml"), configuration);
      int port = freePort();
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--config.file=" + folder.resolve("prometheus.yml"),
                  "--storage.tsdb.path=" + folder.resolve("store"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("server.log").toFile())
              .start();
      PrometheusServer server = new PrometheusServer(folder, port, process, watch(process.pid()));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("prometheus could not be started", e);
    }
  }

  /**
   * What {@code promtool} prints to these arguments.
   *
   * @throws IOException with what it printed, when it finds something wrong
   */
  public static String promtool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program("promtool").toString());
    command.addAll(List.of(arguments));
    return Command.output(command);
  }

  private static Path program(String name) {
    ServerProgram program = new ServerProgram(name, PACKAGE);
    return program.named().or(program::onPath).orElseGet(() -> program.unpacked(VERSION, SUITE));
  }

  /**
   * What it answers to a request of its HTTP interface.
   *
   * @param path such as {@code /api/v1/alerts}
   */
  public String get(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(5_000);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watcher.destroyForcibly();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the store could not be deleted", e);
    }
  }

  /** A shell waits on a pipe that this process holds; when the pipe breaks it kills the server. */
  private static Process watch(long pid) throws IOException {
    return new ProcessBuilder(
            "sh",
            "-c",
            "trap '' INT TERM; cat >/dev/null;"
                + " grep -q prometheus /proc/\"$0\"/comm && kill -KILL \"$0\"",
            "" + pid)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String log = Files.readString(folder.resolve("server.log"), StandardCharsets.UTF_8);
        close();
        throw new IOException("prometheus did not become ready:\n" + log);
      }
      try {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        throw new IOException("interrupted", e);
      }
    }
  }

  private boolean isReady() {
    try {
      return !get("/-/ready").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
