package beamline.router.examples.scenarios;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import beamline.router.testkit.Fault;
import beamline.router.testkit.FaultyTransport;
import beamline.router.testkit.TestComponentContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The bus inside the process; router and peers share one transport. */
final class MemoryBus implements Bus {
  private final TestComponentContext context =
      TestComponentContext.live("transport.memory.", Map.of());
  private final Transport transport = provider().create(context);
  private final FaultyTransport ofRouter = new FaultyTransport(transport, context.scheduler());

  MemoryBus() {
    await(transport.connect());
  }

  @Override
  public RouterEngineBuilder attach(RouterEngineBuilder builder, RouterConfig config) {
    return builder.config(config).with(ofRouter);
  }

  @Override
  public CompletableFuture<String> ask(String subject, String payload) {
    return transport
        .request(Message.of(subject, Texts.bytes(payload)), Duration.ofSeconds(20))
        .thenApply(Texts::text)
        .toCompletableFuture();
  }

  @Override
  public void publish(String subject, String payload) {
    await(transport.publish(Message.of(subject, Texts.bytes(payload))));
  }

  @Override
  public Transport.Subscription hear(String subject, Consumer<Message> handler) {
    return transport.serve(subject, "", handler);
  }

  @Override
  public List<Message> stored(String subject) {
    List<Message> messages = new CopyOnWriteArrayList<>();
    try (Transport.Following following =
        transport.follow(subject, 0, entry -> messages.add(entry.message()))) {
      await(following.caughtUp());
    }
    return messages;
  }

  @Override
  public void refuseAssignments() {
    ofRouter.inject(
        FaultyTransport.Operation.PUBLISH_WITH_ACK,
        new Fault.Failure(ErrorCode.NATS_UNAVAILABLE, "no stream takes assignments"));
  }

  /** The router's own transport, to break it. */
  FaultyTransport ofRouter() {
    return ofRouter;
  }

  @Override
  public void close() {
    ofRouter.close();
    context.close();
  }

  private static TransportProvider provider() {
    return ServiceLoader.load(TransportProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(it -> it.name().equals("memory"))
        .findFirst()
        .orElseThrow();
  }

  static <T> T await(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
