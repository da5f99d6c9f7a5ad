package beamline.router.examples.scenarios;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The published gateway as it is on the wire: one TCP connection per request, no headers, an inbox
 * of its own, and the first message there is the answer, whoever sent it.
 */
final class GatewayPeer {
  private static final String CONNECT =
      "CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":false,\"name\":\"\","
          + "\"lang\":\"C\",\"version\":\"3.4.1\",\"protocol\":1,\"echo\":true,\"headers\":true,"
          + "\"no_responders\":true}\r\nPING\r\n";
  private static final String NUID = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final int port;
  private final Duration timeout;

  GatewayPeer(int port) {
    this(port, Duration.ofSeconds(5));
  }

  GatewayPeer(int port, Duration timeout) {
    this.port = port;
    this.timeout = timeout;
  }

  /** Sends these bytes on a subject and tells what a client of HTTP would get. */
  GatewayAnswer post(String subject, String payload) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      expect(line(in), "INFO ");
      out.write(CONNECT.getBytes(US_ASCII));
      expect(line(in), "PONG");
      byte[] body = payload.getBytes(UTF_8);
      String inbox = "_INBOX." + nuid();
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(
          ("SUB " + inbox + ".*  1\r\nPUB " + subject + " " + inbox + ".0 " + body.length + "\r\n")
              .getBytes(US_ASCII));
      request.writeBytes(body);
      request.writeBytes("\r\n".getBytes(US_ASCII));
      out.write(request.toByteArray());
      return answer(in);
    } catch (SocketTimeoutException e) {
      return GatewayAnswer.unavailable();
    }
  }

  private static GatewayAnswer answer(InputStream in) throws IOException {
    while (true) {
      String control = line(in);
      String[] words = control.split(" ", -1);
      if (words[0].equals("MSG") || words[0].equals("HMSG")) {
        byte[] content = in.readNBytes(Integer.parseInt(words[words.length - 1]));
        int headers = words[0].equals("HMSG") ? Integer.parseInt(words[words.length - 2]) : 0;
        return GatewayAnswer.of(new String(content, headers, content.length - headers, UTF_8));
      } else if (words[0].equals("-ERR")) {
        throw new IOException(control);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server hung up after " + line);
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(UTF_8);
  }

  private static void expect(String line, String beginning) throws IOException {
    if (!line.startsWith(beginning)) {
      throw new IOException("expected " + beginning + ", got " + line);
    }
  }

  private static String nuid() {
    StringBuilder id = new StringBuilder(22);
    for (int i = 0; i < 22; i++) {
      id.append(NUID.charAt(ThreadLocalRandom.current().nextInt(NUID.length())));
    }
    return id.toString();
  }
}
