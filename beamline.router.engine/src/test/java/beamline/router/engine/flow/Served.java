package beamline.router.engine.flow;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An extension that is served on a bus, and remembers what it was sent. */
public final class Served implements AutoCloseable {
  private final Transport.Subscription subscription;
  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

  /**
   * Serves a subject.
   *
   * @param reply what it answers, single quotes for double ones; null to say nothing
   */
  public Served(Bus bus, String subject, Function<JsonNode, @Nullable String> reply) {
    Transport peer = bus.peer();
    subscription =
        peer.serve(
            subject,
            "extension",
            message -> {
              messages.add(message);
              String answer = reply.apply(Gateway.read(message));
              if (answer != null) {
                peer.publish(Message.of(message.replyTo().orElseThrow(), Gateway.bytes(answer)));
              }
            });
    settle(peer);
  }

  /** Waits until the bus knows whom this peer serves: it takes what comes in order. */
  static void settle(Transport peer) {
    peer.request(Message.of("nobody.is.there", new byte[0]), Duration.ofSeconds(5))
        .exceptionally(nobody -> Message.of("nobody.is.there", new byte[0]))
        .toCompletableFuture()
        .join();
  }

  /** One that always answers the same. */
  public static Served answering(Bus bus, String subject, String reply) {
    return new Served(bus, subject, request -> reply);
  }

  /** One that never answers. */
  public static Served hanging(Bus bus, String subject) {
    return new Served(bus, subject, request -> null);
  }

  /** The messages so far, oldest first. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** What it was asked so far, oldest first. */
  public List<JsonNode> requests() {
    return messages().stream().map(Gateway::read).toList();
  }

  @Override
  public void close() {
    subscription.close();
  }
}
