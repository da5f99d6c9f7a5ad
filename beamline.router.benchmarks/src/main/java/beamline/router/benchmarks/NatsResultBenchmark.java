package beamline.router.benchmarks;

import beamline.router.spi.Message;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.MessageConsumer;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * From a worker's result to its usage event: a node that resolves the assignment and takes each
 * result once, beside a consumer that publishes a fixed event for whatever comes. Publishing the
 * results is part of both.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // start() runs before any benchmark
public class NatsResultBenchmark {
  private static final Pattern ID = Pattern.compile("\"assignment_id\":\"([^\"]+)\"");
  private static final String USAGE = "beamline.usage.v1.metered";
  private static final String RESULTS = "caf.exec.result.v1";
  private static final String BARE_RESULTS = "bare.result";
  private static final String BARE_USAGE = "bare.usage";
  private static final byte[] EVENT =
      NatsBench.bytes(
          "{\"version\":\"1\",\"tenant_id\":\"acme\",\"provider_id\":\"one\",\"event_type\":\"chat\","
              + "\"latency_ms\":12,\"cost\":0.0,\"status\":\"success\",\"timestamp\":1700000000000}");

  private final LinkedBlockingQueue<String> assigned = new LinkedBlockingQueue<>();
  private final Semaphore metered = new Semaphore(0);
  private final List<byte[]> results = new ArrayList<>();
  private NatsBench bench;
  private Connection bare;
  private MessageConsumer consumer;
  private long asked;

  /** Starts a server, the node and the bare consumer; warms what is measured. */
  @Setup
  public void start(BenchmarkParams measured) throws Exception {
    boolean shared = measured.getBenchmark().endsWith(".takeShared");
    startAll(shared ? "nats" : "memory");
    String subject = measured.getBenchmark().endsWith(".bare") ? BARE_RESULTS : RESULTS;
    NatsBench.warm(
        measured,
        80,
        () -> {
          assign();
          meter(subject);
        });
  }

  private void startAll(String stateStore) throws Exception {
    bench =
        new NatsBench(Map.of("backpressure.max-in-flight", "100000", "state-store", stateStore));
    Connection client = bench.client();
    client
        .createDispatcher(message -> assigned.add(id(message.getData())))
        .subscribe("caf.exec.assign.v1");
    client.createDispatcher(message -> metered.release()).subscribe(USAGE);
    client.createDispatcher(message -> metered.release()).subscribe(BARE_USAGE);
    client.flush(Duration.ofSeconds(5));
    bare = bench.connect();
    consumer = consumer(bare);
  }

  private static MessageConsumer consumer(Connection bare) throws Exception {
    for (String subject : List.of(BARE_RESULTS, BARE_USAGE)) {
      bare.jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name(subject.replace('.', '_'))
                  .subjects(subject)
                  .storageType(StorageType.File)
                  .duplicateWindow(Duration.ofHours(1))
                  .build());
    }
    JetStream stream = bare.jetStream();
    return bare.getStreamContext("bare_result")
        .createOrUpdateConsumer(
            ConsumerConfiguration.builder().durable("bare").maxAckPending(1000).build())
        .consume(
            message -> {
              var unused =
                  stream
                      .publishAsync(
                          NatsMessage.builder()
                              .subject(BARE_USAGE)
                              .data(EVENT)
                              .headers(
                                  new Headers()
                                      .add(Message.MESSAGE_ID, "usage-" + id(message.getData())))
                              .build())
                      .thenRun(message::ack);
            });
  }

  /** Has as many assignments made as there will be results. */
  @Setup(Level.Invocation)
  public void assign() throws InterruptedException {
    results.clear();
    for (int i = 0; i < NatsBench.BATCH; i++) {
      bench
          .client()
          .publish(
              "beamline.router.v1.decide",
              "nobody.listens",
              NatsBench.bytes(
                  "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r-"
                      + asked++
                      + "\",\"push_assignment\":true,\"task\":{\"type\":\"chat\",\"payload\":{\"n\":1}}}"));
    }
    for (int i = 0; i < NatsBench.BATCH; i++) {
      String id = assigned.poll(30, TimeUnit.SECONDS);
      if (id == null) {
        throw new IllegalStateException("an assignment is missing after " + i);
      }
      results.add(NatsBench.bytes(result(id)));
    }
  }

  /** Ends them all. */
  @TearDown
  public void stop() throws Exception {
    consumer.close();
    bare.close();
    bench.stop();
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void take() throws InterruptedException {
    meter(RESULTS);
  }

  /** Ours, with marks and pins that a fleet shares. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void takeShared() throws InterruptedException {
    meter(RESULTS);
  }

  /** The bare client. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void bare() throws InterruptedException {
    meter(BARE_RESULTS);
  }

  private void meter(String subject) throws InterruptedException {
    for (byte[] result : results) {
      bench.client().publish(subject, result);
    }
    NatsBench.take(metered, results.size());
  }

  private static String result(String id) {
    return "{\"version\":\"v1\",\"kind\":\"exec_result\",\"data\":{\"assignment_id\":\""
        + id
        + "\",\"cost\":0.0,\"job_type\":\"chat\",\"latency_ms\":12,\"output\":{\"n\":1},"
        + "\"provider_id\":\"worker-1\",\"request_id\":\"r-1\",\"status\":\"success\","
        + "\"tenant_id\":\"acme\",\"version\":\"1.0\"}}";
  }

  private static String id(byte[] body) {
    Matcher matcher = ID.matcher(new String(body, StandardCharsets.UTF_8));
    if (!matcher.find()) {
      throw new IllegalStateException("no assignment_id");
    }
    return matcher.group(1);
  }
}
