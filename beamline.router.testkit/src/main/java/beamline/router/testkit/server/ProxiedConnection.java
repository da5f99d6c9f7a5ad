package beamline.router.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** One connection through a proxy: two sockets, and a thread for each direction. */
final class ProxiedConnection {
  private final Socket client;
  private final Socket server;
  private final Line line;
  private final Consumer<ProxiedConnection> whenEnded;
  private final Thread up;
  private final Thread down;
  private volatile boolean halfOpen;

  ProxiedConnection(
      Socket client, Socket server, Line line, Consumer<ProxiedConnection> whenEnded) {
    this.client = client;
    this.server = server;
    this.line = line;
    this.whenEnded = whenEnded;
    this.up = thread("fault-proxy-up", () -> copy(client, server));
    this.down = thread("fault-proxy-down", () -> copy(server, client));
  }

  void start() {
    up.start();
    down.start();
  }

  /** Ends it hard, for both sides. */
  void reset() {
    reset(client);
    reset(server);
    up.interrupt();
    down.interrupt();
    whenEnded.accept(this);
  }

  /** Ends it hard for the server. The client is told nothing, and what it sends goes nowhere. */
  void forgetServer() {
    halfOpen = true;
    reset(server);
    down.interrupt();
  }

  private void copy(Socket from, Socket to) {
    byte[] bytes = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = read(in, bytes); n >= 0; n = read(in, bytes)) {
        line.pass(n);
        if (!halfOpen) {
          out.write(bytes, 0, n);
        }
      }
      if (!halfOpen) {
        to.shutdownOutput();
      }
      ended(from, to);
    } catch (IOException e) {
      if (!halfOpen || from == client) {
        reset();
      }
    } catch (InterruptedException e) {
      // The connection is over.
      Thread.currentThread().interrupt();
    }
  }

  private int read(InputStream in, byte[] bytes) throws IOException {
    return in.read(bytes, 0, line.bytesAtATime());
  }

  /** Both directions end one after the other; the second one closes. */
  private synchronized void ended(Socket from, Socket to) throws IOException {
    from.shutdownInput();
    if (halfOpen || (to.isInputShutdown() && from.isOutputShutdown())) {
      client.close();
      server.close();
      whenEnded.accept(this);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0); // close() then sends RST instead of FIN
    } catch (IOException e) {
      // It is closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, which is what was wanted.
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
