package beamline.router.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real {@code nats-server} with JetStream, on a loopback port and with a store of its own.
 * Closing it ends the process and deletes the store; should this process die first, the server ends
 * as well. Not safe for concurrent use.
 */
public final class NatsServer implements AutoCloseable {
  private static final long READY_SECONDS = 20;

  private final Path folder;
  private final int port;
  private final String scheme;
  private @Nullable Process process;
  private @Nullable Process watcher;

  private NatsServer(Path folder, int port, String scheme) {
    this.folder = folder;
    this.port = port;
    this.scheme = scheme;
  }

  /** Starts one. */
  public static NatsServer start() {
    return start("");
  }

  /**
   * Starts one with more settings.
   *
   * @param settings lines of its configuration file, such as those for users or certificates; with
   *     {@code tls} the scheme of {@link #url()} is {@code tls}
   */
  public static NatsServer start(String settings) {
    try {
      Path folder = Files.createTempDirectory("nats-server");
      int port = freePort();
      Files.writeString(
          folder.resolve("server.conf"),
          "listen: 127.0.0.1:"
              + port
              + "\njetstream { store_dir: \""
              + folder.resolve("store")
              + "\" }\n"
              + settings
              + "\n");
      boolean encrypted = settings.lines().anyMatch(line -> line.strip().startsWith("tls"));
      NatsServer server = new NatsServer(folder, port, encrypted ? "tls" : "nats");
      try {
        server.launch();
      } catch (IOException e) {
        server.close();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("nats-server could not be started", e);
    }
  }

  /** Where it listens. */
  public String url() {
    return scheme + "://127.0.0.1:" + port;
  }

  /** The port on loopback. */
  public int port() {
    return port;
  }

  /** Its settings, its log {@code server.log}, and its store {@code store}. */
  public Path folder() {
    return folder;
  }

  /** Whether the process runs. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** The process's id. */
  public long pid() {
    if (process == null) {
      throw new IllegalStateException("it does not run");
    }
    return process.pid();
  }

  /** Kills it with SIGKILL, so that it can finish nothing. */
  public void kill() {
    end(true);
  }

  /** Stops it with SIGTERM and waits until it has ended. */
  public void stop() {
    end(false);
  }

  /** Starts it again, on the same port and with the same store. */
  public void restart() {
    stop();
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException("nats-server could not be started again", e);
    }
  }

  @Override
  public void close() {
    kill();
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the store could not be deleted", e);
    }
  }

  /** The server ends by itself when the process that started it has ended in whatever way. */
  private void launch() throws IOException {
    Path log = folder.resolve("server.log");
    Process started =
        new ProcessBuilder(
                NatsServerBinary.find().toString(), "-c", folder.resolve("server.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = started;
    watcher = watch(started.pid());
    awaitReady(started, log);
  }

  /** A shell waits on a pipe that this process holds; when the pipe breaks it kills the server. */
  private static Process watch(long pid) throws IOException {
    return new ProcessBuilder(
            "sh",
            "-c",
            "trap '' INT TERM; cat >/dev/null;"
                + " grep -q nats-server /proc/\"$0\"/comm && kill -KILL \"$0\"",
            "" + pid)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitReady(Process started, Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!greets()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        started.destroyForcibly();
        throw new IOException(
            "nats-server did not become ready:\n" + Files.readString(log, StandardCharsets.UTF_8));
      }
      try {
        started.waitFor(5, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** It greets whoever connects, as soon as it serves. */
  private boolean greets() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(1000);
      return socket.getInputStream().read() == 'I';
    } catch (IOException e) {
      return false;
    }
  }

  private void end(boolean forcibly) {
    Process running = process;
    Process watching = watcher;
    process = null;
    watcher = null;
    if (running == null) {
      return;
    }
    if (forcibly) {
      running.destroyForcibly();
    } else {
      running.destroy();
    }
    try {
      if (!running.waitFor(READY_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (watching != null) {
      watching.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
