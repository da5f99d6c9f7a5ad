package beamline.router.benchmarks;

import beamline.router.nats.NatsComponents;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Publishing assignments, each confirmed by its stream, beside the bare client. */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // start() runs before any benchmark
public class NatsPublishBenchmark {
  private static final String SUBJECT = "caf.exec.assign.v1";
  private static final byte[] ASSIGNMENT =
      NatsBench.bytes(
          "{\"version\":\"1\",\"assignment_id\":\"3f2b8c1e-7d44-4f6a-9b0e-0a1b2c3d4e5f\",\"job\":{"
              + "\"type\":\"chat\",\"payload\":{\"text\":\""
              + "hello ".repeat(60)
              + "\"}}}");

  private final AtomicLong number = new AtomicLong();
  private final String run = UUID.randomUUID().toString();
  private final Semaphore room = new Semaphore(NatsBench.IN_FLIGHT);
  private NatsBench bench;
  private Connection connection;
  private Connection bare;
  private Transport transport;
  private JetStream stream;

  /** Starts a server and both publishers, which share a stream; warms the one that is measured. */
  @Setup
  public void start(BenchmarkParams measured) throws Exception {
    startAll();
    NatsBench.warm(
        measured, 16, measured.getBenchmark().endsWith(".bare") ? this::bare : this::publish);
  }

  private void startAll() throws Exception {
    bench = new NatsBench(Map.of());
    connection = bench.connect();
    bare = bench.connect();
    stream = bare.jetStream();
    transport = NatsComponents.transport(connection);
    transport.connect().toCompletableFuture().join();
    transport
        .declare(
            new StreamDeclaration(
                "BEAMLINE_ASSIGNMENTS", List.of(SUBJECT), Duration.ofHours(1), Duration.ZERO))
        .toCompletableFuture()
        .join();
  }

  /** Ends them all. */
  @TearDown
  public void stop() throws Exception {
    transport.close();
    connection.close();
    bare.close();
    bench.stop();
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void publish() throws InterruptedException {
    pipelined(
        (id, done) ->
            transport
                .publishAcknowledged(
                    Message.of(SUBJECT, ASSIGNMENT, Map.of(Message.MESSAGE_ID, id)))
                .whenComplete((stored, failure) -> done.accept(failure)));
  }

  /** The bare client. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void bare() throws InterruptedException {
    pipelined(
        (id, done) -> {
          var unused =
              stream
                  .publishAsync(
                      NatsMessage.builder()
                          .subject(SUBJECT)
                          .data(ASSIGNMENT)
                          .headers(new Headers().add(Message.MESSAGE_ID, id))
                          .build())
                  .whenComplete((stored, failure) -> done.accept(failure));
        });
  }

  private void done(@Nullable Throwable failure) {
    if (failure == null) {
      room.release(); // else the permit is missing, and that ends the run
    }
  }

  private void pipelined(BiConsumer<String, Consumer<@Nullable Throwable>> publish)
      throws InterruptedException {
    for (int i = 0; i < NatsBench.BATCH; i++) {
      NatsBench.take(room, 1);
      publish.accept(run + number.incrementAndGet(), this::done);
    }
    NatsBench.take(room, NatsBench.IN_FLIGHT);
    room.release(NatsBench.IN_FLIGHT);
  }
}
