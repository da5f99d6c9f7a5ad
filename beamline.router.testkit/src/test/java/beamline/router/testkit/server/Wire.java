package beamline.router.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The NATS protocol by hand, as far as these tests need it. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader reader;
  private final String greeting;

  Wire(int port) throws IOException {
    this(port, 30_000);
  }

  Wire(int port, int timeoutMillis) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(timeoutMillis);
    reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    greeting = line();
    send("CONNECT {\"verbose\":false,\"headers\":true}");
    send("SUB inbox 1");
    assert ping();
  }

  String greeting() {
    return greeting;
  }

  /** Whether the server answers. */
  boolean ping() throws IOException {
    send("PING");
    return line().equals("PONG");
  }

  /** The payload of the answer. */
  String request(String subject, String payload) throws IOException {
    send("PUB " + subject + " inbox " + payload.length() + "\r\n" + payload);
    String head = line();
    if (!head.startsWith("MSG inbox 1 ")) {
      throw new IOException("no answer but " + head);
    }
    return line();
  }

  void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  String line() throws IOException {
    String line = reader.readLine();
    while ("PING"
        .equals(line)) { // the server wants to know whether we are there, whenever it likes
      send("PONG");
      line = reader.readLine();
    }
    if (line == null) {
      throw new IOException("the server has ended the connection");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
