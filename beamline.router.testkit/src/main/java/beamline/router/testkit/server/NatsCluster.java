package beamline.router.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Three real servers that are one cluster, so that streams can have three replicas and a leader
 * that is lost. Not safe for concurrent use.
 */
public final class NatsCluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final int PROBE_MILLIS = 5_000;
  private static final long READY_SECONDS = 120; // three of them share the cores of this machine

  private static final long POLL_NANOS = 20_000_000;
  private static final Pattern LED = Pattern.compile("\"leader\":\\s*\"server-[123]\"");

  private final List<NatsServer> servers = new ArrayList<>();
  private final List<Integer> monitors = new ArrayList<>();

  private NatsCluster() {}

  /** Starts one and waits until it serves JetStream. */
  public static NatsCluster start() {
    List<Integer> ports = freePorts(2 * SIZE);
    List<Integer> routes = ports.subList(0, SIZE);
    NatsCluster cluster = new NatsCluster();
    try {
      for (int i = 0; i < SIZE; i++) {
        int monitor = ports.get(SIZE + i);
        cluster.monitors.add(monitor);
        cluster.servers.add(NatsServer.start(settings(i, routes, monitor)));
      }
      cluster.awaitLeader();
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /** Where all of them listen, with commas between. */
  public String urls() {
    return servers.stream().map(NatsServer::url).collect(Collectors.joining(","));
  }

  /**
   * One of them.
   *
   * @param name as the server calls itself, such as in what it says about a stream's leader
   */
  public NatsServer server(String name) {
    for (int i = 0; i < SIZE; i++) {
      if (name(i).equals(name)) {
        return servers.get(i);
      }
    }
    throw new IllegalArgumentException("there is no server " + name + " in this cluster");
  }

  /**
   * Waits until each of them runs and knows who leads JetStream. Whether the replicas of a stream
   * are in step, the stream's leader says.
   *
   * @throws AssertionError when that takes longer than two minutes; says what the server said last
   */
  public void awaitLeader() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    for (int i = 0; i < SIZE; i++) {
      String said = said(monitors.get(i));
      while (!LED.matcher(said).find()) {
        if (System.nanoTime() > end) {
          throw new AssertionError(name(i) + " is not in the cluster: " + said);
        }
        LockSupport.parkNanos(POLL_NANOS);
        said = said(monitors.get(i));
      }
    }
  }

  @Override
  public void close() {
    servers.forEach(NatsServer::close);
  }

  private static String name(int index) {
    return "server-" + (index + 1);
  }

  private static String settings(int index, List<Integer> routes, int monitor) {
    // Its own, too: the number of routes is how many a server expects before one may lead.
    String all =
        routes.stream().map(it -> "nats://127.0.0.1:" + it).collect(Collectors.joining(", "));
    return String.join(
        "\n",
        "server_name: " + name(index),
        "http: 127.0.0.1:" + monitor,
        "cluster {",
        "  name: beamline",
        "  listen: 127.0.0.1:" + routes.get(index),
        "  routes: [" + all + "]",
        "}");
  }

  /** A server's answer to whoever asks for its JetStream: the code and the text. */
  private static String said(int monitor) {
    try {
      HttpURLConnection probe =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + monitor + "/jsz").toURL().openConnection();
      probe.setConnectTimeout(PROBE_MILLIS);
      probe.setReadTimeout(PROBE_MILLIS);
      try {
        int code = probe.getResponseCode();
        return code + " " + text(code < 400 ? probe.getInputStream() : probe.getErrorStream());
      } finally {
        probe.disconnect();
      }
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String text(@Nullable InputStream answer) throws IOException {
    return answer == null ? "" : new String(answer.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** All at once, so that they differ. */
  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no ports for a cluster", e);
    }
    return ports;
  }
}
