package beamline.router.engine.flow;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A peer that asks. Single quotes in what it sends stand for double ones. */
public final class Gateway {
  /** Where it asks. */
  public static final String DECIDE = "beamline.router.v1.decide";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Transport transport;

  /** A gateway on this bus. */
  public Gateway(Bus bus) {
    transport = bus.peer();
  }

  /** Asks without headers, as the real one does; returns the reply as it came. */
  public Message ask(String subject, String body) {
    return send(Message.of(subject, bytes(body))).join();
  }

  /** Asks with headers. */
  public Message ask(String subject, String body, Map<String, String> headers) {
    return send(Message.of(subject, bytes(body), headers)).join();
  }

  /** Sends any message. */
  public CompletableFuture<Message> send(Message message) {
    try {
      return transport.request(message, PATIENCE).toCompletableFuture();
    } catch (CompletionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Asks for a decision and reads the answer. */
  public JsonNode decide(String body) {
    return read(ask(DECIDE, body));
  }

  /** What a message says. */
  public static JsonNode read(Message message) {
    try {
      return JSON.readTree(message.payload());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a text with single quotes. */
  public static byte[] bytes(String body) {
    return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
