package beamline.router.memory.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transport of one process. The parts do the work; this class says when they may. */
final class MemoryTransport implements Transport {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final ConnectionState connection = new ConnectionState();
  private final Workshop workshop;
  private final Requests requests;
  private final Streams streams;
  private final CoreBus bus;
  private volatile boolean draining;
  private @Nullable CompletableFuture<Void> ended;

  MemoryTransport(ComponentContext context) {
    this.workshop = new Workshop(context, TransportSettings.from(context.config()));
    this.requests = new Requests(workshop.deadlines(), workshop.settings().maxPendingRequests());
    this.streams = new Streams(workshop);
    this.bus = new CoreBus(requests, streams);
  }

  @Override
  public String system() {
    return "memory";
  }

  @Override
  public CompletionStage<Void> connect() {
    return connection.connect()
        ? DONE
        : CompletableFuture.failedStage(TransportErrors.closed("connect"));
  }

  @Override
  public State state() {
    return connection.state();
  }

  @Override
  public List<String> differences() {
    return streams.all().stream()
        .flatMap(stream -> stream.durables().stream())
        .flatMap(durable -> durable.difference().stream())
        .toList();
  }

  @Override
  public Subscription onState(Consumer<State> listener) {
    return connection.onChange(listener);
  }

  @Override
  public CompletionStage<Void> publish(Message message) {
    try {
      requireUsable("publish", message);
      bus.publish(message);
      return DONE;
    } catch (RouterException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<Stored> publishAcknowledged(Message message) {
    try {
      requireUsable("publish", message);
      Stored stored = bus.store(message);
      return stored == null
          ? CompletableFuture.failedStage(TransportErrors.noStream(message.subject()))
          : CompletableFuture.completedStage(stored);
    } catch (RouterException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<String> declare(StreamDeclaration stream) {
    try {
      requireOpen("declare", stream.name());
      String name = streams.declared(stream).spec().name();
      bus.streamsChanged();
      return CompletableFuture.completedStage(name);
    } catch (RouterException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<Optional<String>> confirmingStream(String subject) {
    try {
      requireOpen("look for the stream of", subject);
      return CompletableFuture.completedStage(
          streams.overlapping(SubjectPattern.of(subject)).map(stream -> stream.spec().name()));
    } catch (RouterException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public Following follow(String subject, long fromEpochMillis, Consumer<LogEntry> handler) {
    requireOpen("follow", subject);
    SubjectPattern pattern = SubjectPattern.of(subject);
    MemoryStream stream =
        streams
            .covering(pattern)
            .orElseThrow(
                () ->
                    new RouterException(
                        ErrorCode.CONFIGURATION_INVALID, "no stream holds " + subject));
    MemoryFollowing following = stream.follow(pattern, fromEpochMillis, handler);
    if (draining || !connection.isConnected()) {
      following.close();
      requireOpen("follow", subject);
    }
    return following;
  }

  @Override
  public CompletionStage<Message> request(Message message, Duration timeout) {
    String inbox = requests.newInbox();
    try {
      requireUsable("request", message);
      CompletableFuture<Message> reply = requests.await(message.subject(), inbox, timeout);
      if (!reply.isDone() && !bus.publish(message.replyTo(inbox))) {
        requests.fail(inbox, TransportErrors.noResponders(message.subject()));
      }
      if (!connection.isConnected()) {
        requests.fail(inbox, TransportErrors.closed("request " + message.subject()));
      }
      return reply;
    } catch (RouterException e) {
      requests.fail(inbox, e);
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public Subscription serve(String subject, String queueGroup, Consumer<Message> handler) {
    requireOpen("serve", subject);
    if (!queueGroup.isEmpty()) {
      SubjectPattern.requireLiteral(queueGroup);
    }
    CoreSubscription subscription =
        new CoreSubscription(SubjectPattern.of(subject), queueGroup, handler, bus, workshop);
    bus.add(subscription);
    return unlessEnded(subscription, "serve", subject);
  }

  @Override
  public Subscription consume(DurableConsumer consumer, Consumer<Delivery> handler) {
    requireOpen("consume", consumer.subject());
    if (!consumer.durable().matches("[A-Za-z0-9_-]+")) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST,
          "durable '" + consumer.durable() + "' is invalid: letters, digits, '-' and '_' only");
    }
    SubjectPattern subject = SubjectPattern.of(consumer.subject());
    MemoryStream stream = streams.having(subject);
    bus.streamsChanged();
    DurableMember member = stream.durable(consumer, subject, bus::publish).join(handler);
    return unlessEnded(member, "consume", consumer.subject());
  }

  @Override
  public CompletionStage<Void> drain(Duration timeout) {
    if (!connection.isConnected()) {
      return DONE;
    }
    CompletableFuture<Void> drained = endSubscriptions().copy();
    Deadlines.Deadline deadline =
        workshop
            .deadlines()
            .in(
                timeout,
                () ->
                    drained.completeExceptionally(
                        TransportErrors.timeout("drain", timeout.toMillis())));
    CompletableFuture<Void> unused =
        drained.whenComplete((nothing, failure) -> workshop.deadlines().cancel(deadline));
    return drained;
  }

  @Override
  public void close() {
    if (!connection.close()) {
      return;
    }
    workshop.close();
    requests.failAll(TransportErrors.closed("request"));
    bus.removeAll().forEach(CoreSubscription::close);
    durableMembers().forEach(DurableMember::close);
    streams.all().forEach(stream -> stream.followings().forEach(MemoryFollowing::close));
    streams.clear();
    bus.streamsChanged();
  }

  private synchronized CompletableFuture<Void> endSubscriptions() {
    if (ended == null) {
      draining = true;
      List<CompletableFuture<Void>> ends = new ArrayList<>();
      for (CoreSubscription subscription : bus.removeAll()) {
        ends.add(subscription.drain().toCompletableFuture());
      }
      for (DurableMember member : durableMembers()) {
        ends.add(member.drain().toCompletableFuture());
      }
      for (MemoryStream stream : streams.all()) {
        for (MemoryFollowing following : stream.followings()) {
          ends.add(following.drain().toCompletableFuture());
        }
      }
      ended = CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
    }
    return ended;
  }

  private List<DurableMember> durableMembers() {
    List<DurableMember> members = new ArrayList<>();
    for (MemoryStream stream : streams.all()) {
      for (DurableGroup group : stream.durables()) {
        members.addAll(group.members());
      }
    }
    return members;
  }

  private void requireUsable(String operation, Message message) {
    if (!connection.isConnected()) {
      throw TransportErrors.notConnected(operation, message.subject());
    }
    long bytes = MessageSize.onWire(message);
    if (bytes > workshop.settings().maxPayloadBytes()) {
      throw TransportErrors.tooLarge(
          message.subject(), bytes, workshop.settings().maxPayloadBytes());
    }
  }

  /** A drain or close may have passed by while the subscription was made. */
  private Subscription unlessEnded(Subscription made, String operation, String subject) {
    if (draining || !connection.isConnected()) {
      made.close();
      requireOpen(operation, subject);
    }
    return made;
  }

  private void requireOpen(String operation, String subject) {
    if (!connection.isConnected()) {
      throw TransportErrors.notConnected(operation, subject);
    }
    if (draining) {
      throw TransportErrors.draining(operation, subject);
    }
  }
}
