package beamline.router.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bad network before a server on this machine: connect to {@link #port()} instead, and let things
 * go wrong while the test runs.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before(server.port())) {
 *   connect("nats://127.0.0.1:" + proxy.port());
 *   proxy.blackhole();
 *   ...
 *   proxy.heal();
 * }
 * }</pre>
 *
 * <p>What is slow or held up arrives in the end, complete and in order, as with TCP; only {@link
 * #reset()} and {@link #halfOpen()} lose bytes. Every connection has the same line. Safe for
 * concurrent use.
 */
public final class FaultProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket listening;
  private final Line line = new Line();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

  private FaultProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
  }

  /**
   * Starts one, without faults.
   *
   * @param port where the server listens on loopback, now or later; as long as it does not,
   *     connections through the proxy are reset
   */
  public static FaultProxy before(int port) {
    try {
      FaultProxy proxy = new FaultProxy(port);
      Thread accepting = new Thread(proxy::accept, "fault-proxy");
      accepting.setDaemon(true);
      accepting.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for a proxy", e);
    }
  }

  /** Where it listens on loopback. */
  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections there are, half-open ones included. */
  public int connections() {
    return connections.size();
  }

  /** Lets whatever is sent, up to 64 KiB at a time, take so long; in both directions. */
  public void latency(Duration latency) {
    line.latency(latency);
  }

  /** Lets so many bytes pass in a second; each connection and direction for itself. */
  public void throttle(long bytesPerSecond) {
    line.throttle(bytesPerSecond);
  }

  /** Hands on at most so many bytes at a time, so that a message comes in parts. */
  public void split(int bytesAtATime) {
    line.split(bytesAtATime);
  }

  /** Lets nothing pass, while connections stay, and new ones are accepted. */
  public void blackhole() {
    line.interrupt();
  }

  /** Ends all connections hard, for both sides. New ones are as before. */
  public void reset() {
    connections.forEach(ProxiedConnection::reset);
  }

  /**
   * Ends all connections for the server. The clients are told nothing: they may send, and hear
   * nothing. New connections are as before.
   */
  public void halfOpen() {
    connections.forEach(ProxiedConnection::forgetServer);
  }

  /** Lets everything pass at once again. Half-open connections stay what they are. */
  public void heal() {
    line.heal();
  }

  /** Ends all connections hard, and takes no more. Idempotent. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy could not be closed", e);
    } finally {
      reset();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException e) {
        // The server is not there, and the client was told so; or the proxy was closed.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      client.setSoLinger(true, 0);
      client.close();
      throw e;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    ProxiedConnection connection = new ProxiedConnection(client, server, line, connections::remove);
    connections.add(connection);
    connection.start();
    if (listening.isClosed()) {
      connection.reset();
    }
  }
}
