package beamline.router.examples.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real server; the peers are plain clients of it. */
final class NatsBus implements Bus {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final @Nullable NatsServer server;
  private final String routerUrl;
  private final Connection peers;

  private NatsBus(@Nullable NatsServer server, String urls, String routerUrl) {
    this.server = server;
    this.routerUrl = routerUrl;
    try {
      peers =
          Nats.connect(
              new Options.Builder()
                  .servers(urls.split(",", -1))
                  .maxReconnects(-1)
                  .reconnectWait(Duration.ofMillis(50))
                  .errorListener(new ErrorListener() {}) // silent: losing the server is the test
                  .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** On a server of its own. */
  static NatsBus start() {
    NatsServer server = NatsServer.start();
    return new NatsBus(server, server.url(), server.url());
  }

  /**
   * On servers that somebody else ends.
   *
   * @param routerUrl the way that a router takes to them
   */
  static NatsBus on(String urls, String routerUrl) {
    return new NatsBus(null, urls, routerUrl);
  }

  NatsServer server() {
    return Objects.requireNonNull(server, "the servers are somebody else's");
  }

  /** A client that is no router. */
  Connection peers() {
    return peers;
  }

  @Override
  public RouterEngineBuilder attach(RouterEngineBuilder builder, RouterConfig config) {
    return builder.config(config.with("transport", "nats").with("nats.url", routerUrl));
  }

  @Override
  public CompletableFuture<String> ask(String subject, String payload) {
    return peers
        .requestWithTimeout(subject, Texts.bytes(payload), PATIENCE)
        .thenApply(NatsBus::answer);
  }

  @Override
  public void publish(String subject, String payload) {
    peers.publish(subject, Texts.bytes(payload));
  }

  @Override
  public Transport.Subscription hear(String subject, Consumer<Message> handler) {
    Dispatcher dispatcher = peers.createDispatcher(it -> handler.accept(message(it)));
    dispatcher.subscribe(subject);
    try {
      peers.flush(PATIENCE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return () -> peers.closeDispatcher(dispatcher);
  }

  @Override
  public List<Message> stored(String subject) {
    return new StoredMessages(peers).of(subject);
  }

  @Override
  public void refuseAssignments() {
    try {
      JetStreamManagement streams = peers.jetStreamManagement();
      for (String name : streams.getStreamNames(Texts.ASSIGN)) {
        streams.deleteStream(name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      peers.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (server != null) {
      server.close();
    }
  }

  private static String answer(io.nats.client.Message reply) {
    if (reply.isStatusMessage()) {
      throw new IllegalStateException("no answer: " + reply.getStatus());
    }
    return new String(reply.getData(), UTF_8);
  }

  static Message message(io.nats.client.Message message) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (message.hasHeaders()) {
      message.getHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    }
    Message plain = Message.of(message.getSubject(), message.getData(), headers);
    return message.getReplyTo() == null ? plain : plain.replyTo(message.getReplyTo());
  }
}
