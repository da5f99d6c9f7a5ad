package beamline.router.examples.node.dlq;

import beamline.router.api.ComponentKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.nats.NatsComponents;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The transport of the node's settings, for a tool that needs no router around it. */
final class Bus {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Bus() {}

  /** Connects as a node with these settings would. */
  static Transport connect(RouterConfig config) {
    String name = config.get(ComponentKeys.TRANSPORT).orElse("nats");
    if (!name.equals("nats")) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "transport is '" + name + "', must be nats: nothing else keeps dead letters");
    }
    Transport transport = NatsComponents.transport(config.below("transport.nats."));
    try {
      await(transport.connect());
      return transport;
    } catch (RouterException e) {
      transport.close();
      throw e;
    }
  }

  /** What the bus answers, within a generous time. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RouterException fault) {
        throw fault;
      }
      throw new RouterException(
          ErrorCode.NATS_UNAVAILABLE, "the bus does not answer within " + PATIENCE, e);
    }
  }
}
