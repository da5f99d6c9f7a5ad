package beamline.router.examples.scenarios;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Where a scenario takes place: what a router uses, and what its peers see. The peers' side of a
 * real server is a client of its own, so that a mistake in our transport cannot hide itself.
 */
interface Bus extends AutoCloseable {

  /** Gives a router its way to the bus. */
  RouterEngineBuilder attach(RouterEngineBuilder builder, RouterConfig config);

  /** The first reply to a request, as a peer gets it; fails when none comes in time. */
  CompletableFuture<String> ask(String subject, String payload);

  /** The first reply to a request, as a peer gets it. */
  default String request(String subject, String payload) {
    return ask(subject, payload).join();
  }

  /** Sends a message as peers do: without headers, without a confirmation. */
  void publish(String subject, String payload);

  /** Hears what is published from now on, as a peer does. */
  Transport.Subscription hear(String subject, Consumer<Message> handler);

  /** Everything that a stream holds of a subject now, oldest first; nothing if there is none. */
  List<Message> stored(String subject);

  /** From now on no stream takes assignments. */
  void refuseAssignments();

  @Override
  void close();

  /** The buses that every scenario runs on. */
  enum Kind {
    MEMORY,
    NATS;

    Bus open() {
      return switch (this) {
        case MEMORY -> new MemoryBus();
        case NATS -> NatsBus.start();
      };
    }
  }
}
