package beamline.router.examples.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.spi.Message;
import beamline.router.testkit.Eventually;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.MessageConsumer;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks without end, answers every assignment that the stream holds, and counts what the streams
 * hold in the end. Its worker survives whatever is killed: a result that it has not seen confirmed
 * it publishes again, as a second result of the same assignment.
 */
final class LoadOnStreams implements AutoCloseable {
  private static final int LOOKS_EVERY = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final NatsBus bus;
  private final Connection connection;
  private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong worked = new AtomicLong();
  private final MessageConsumer worker;
  private final long mostOpen;
  private int looked;
  private boolean tooManyOpen;

  /**
   * Begins.
   *
   * @param perSecond requests in a second
   */
  LoadOnStreams(NatsBus bus, int perSecond) throws Exception {
    this(bus, perSecond, Long.MAX_VALUE);
  }

  /**
   * Begins.
   *
   * @param perSecond requests in a second
   * @param mostOpen how many assignments may be without their usage event; there are no requests as
   *     long as there are more
   */
  LoadOnStreams(NatsBus bus, int perSecond, long mostOpen) throws Exception {
    this.bus = bus;
    this.mostOpen = mostOpen;
    connection = bus.peers();
    String stream = connection.jetStreamManagement().getStreamNames(Texts.ASSIGN).get(0);
    ConsumerContext consumer =
        connection
            .getStreamContext(stream)
            .createOrUpdateConsumer(
                ConsumerConfiguration.builder()
                    .durable("load-worker")
                    .filterSubject(Texts.ASSIGN)
                    .ackWait(Duration.ofSeconds(2))
                    .build());
    JetStream jetStream = connection.jetStream();
    // Short pulls: one that a dead server has forgotten is noticed soon.
    ConsumeOptions often = ConsumeOptions.builder().expiresIn(1_000).batchSize(100).build();
    worker = consumer.consume(often, connection.createDispatcher(), it -> work(jetStream, it));
    ScheduledFuture<?> unused =
        asking.scheduleAtFixedRate(this::ask, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  /** How many assignments the worker has done so far. */
  long worked() {
    return worked.get();
  }

  /** Waits until the worker has done so many more. */
  void progress(int more) {
    long target = worked.get() + more;
    Eventually.eventually("the load gets to " + target, () -> worked.get() >= target);
  }

  /** Ends the asking, waits until all is done, and holds results and usage against each other. */
  Balance balance() {
    asking.shutdown();
    long end = System.nanoTime() + PATIENCE.toNanos();
    Balance now = count();
    while (!now.isEven() && System.nanoTime() < end) {
      now = count();
    }
    return now;
  }

  private Balance count() {
    return new Balance(
        ids(Texts.ASSIGN),
        ids(Texts.RESULT),
        ids(Texts.USAGE),
        asked.get(),
        answered.get(),
        failed.get());
  }

  private List<String> ids(String subject) {
    List<Message> messages = bus.stored(subject);
    return Texts.fields(messages, "assignment_id");
  }

  private void ask() {
    if (mostOpen < Long.MAX_VALUE && looked++ % LOOKS_EVERY == 0) {
      tooManyOpen = stored(Texts.ASSIGN) - stored(Texts.USAGE) >= mostOpen;
    }
    if (tooManyOpen) {
      return;
    }
    byte[] request = Texts.bytes(Texts.pushed("acme", "r-" + asked.incrementAndGet()));
    try {
      CompletableFuture<io.nats.client.Message> unused =
          connection
              .requestWithTimeout(Texts.DECIDE, request, Duration.ofSeconds(2))
              .whenComplete((reply, failure) -> count(failure == null && !reply.isStatusMessage()));
    } catch (IllegalStateException e) {
      count(false); // the client's own buffer is full while the server is away
    }
  }

  private long stored(String subject) {
    try {
      JetStreamManagement streams = connection.jetStreamManagement();
      String stream = streams.getStreamNames(subject).get(0);
      return streams.getStreamInfo(stream).getStreamState().getMsgCount();
    } catch (IOException | JetStreamApiException e) {
      return 0; // the server is being restarted
    }
  }

  private void count(boolean wasAnswered) {
    (wasAnswered ? answered : failed).incrementAndGet();
  }

  private void work(JetStream jetStream, io.nats.client.Message assignment) {
    String result = WorkerPeer.result(new String(assignment.getData(), UTF_8), "worker-1");
    CompletableFuture<PublishAck> stored =
        jetStream.publishAsync(Texts.RESULT, Texts.bytes(result));
    CompletableFuture<PublishAck> unused =
        stored.whenComplete(
            (ack, failure) -> {
              if (failure == null) {
                assignment.ack();
                worked.incrementAndGet();
              }
            });
  }

  @Override
  public void close() throws IOException {
    asking.shutdownNow();
    try {
      worker.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
