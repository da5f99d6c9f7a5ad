package beamline.router.benchmarks;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.service.Service;
import io.nats.service.ServiceBuilder;
import io.nats.service.ServiceEndpoint;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A node that decides, beside responders that send back what they get: all on one server, asked by
 * the same client with the gateway's message.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // start() runs before any benchmark
public class NatsDecideBenchmark {
  private static final String DECIDE = "beamline.router.v1.decide";
  private static final String ECHO = "echo.raw";
  private static final String SERVICE = "echo.service";
  private static final String BY_HAND = "hand.decide";
  private static final byte[] QUESTION =
      NatsBench.bytes(
          """
          {"version":"1","tenant_id":"acme","request_id":"3f2b8c1e-7d44-4f6a-9b0e-0a1b2c3d4e5f",\
          "message":{"message_id":"m-1","message_type":"chat","payload":{"text":"hello","n":1.5}}}\
          """);

  private NatsBench bench;
  private Connection echo;
  private Connection byHand;
  private Connection served;
  private Service service;
  private String inbox;
  private final Semaphore room = new Semaphore(NatsBench.IN_FLIGHT);

  /** Starts a server, the node and the peers; warms the one that is measured. */
  @Setup
  public void start(BenchmarkParams measured) throws Exception {
    startAll();
    NatsBench.warm(measured, 16, () -> pipelined(subject(measured.getBenchmark())));
  }

  private static String subject(String benchmark) {
    String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    return switch (method) {
      case "decide", "decideAlone" -> DECIDE;
      case "byHand", "byHandAlone" -> BY_HAND;
      case "service" -> SERVICE;
      default -> ECHO;
    };
  }

  private void startAll() throws Exception {
    bench = new NatsBench(Map.of());
    echo = bench.connect();
    echo.createDispatcher(message -> echo.publish(message.getReplyTo(), message.getData()))
        .subscribe(ECHO, "echo");
    byHand = bench.connect();
    byHand.createDispatcher(new HandBuiltResponder(byHand)::answer).subscribe(BY_HAND, "hand");
    served = bench.connect();
    service =
        new ServiceBuilder()
            .connection(served)
            .name("echo")
            .version("1.0.0")
            .addServiceEndpoint(
                ServiceEndpoint.builder()
                    .endpointName("echo")
                    .endpointSubject(SERVICE)
                    .handler(message -> message.respond(served, message.getData()))
                    .build())
            .build();
    var unused = service.startService();
    echo.flush(Duration.ofSeconds(5));
    byHand.flush(Duration.ofSeconds(5));
    served.flush(Duration.ofSeconds(5));
    inbox = bench.client().createInbox();
    bench.client().createDispatcher(this::answered).subscribe(inbox);
  }

  /** Ends them all. */
  @TearDown
  public void stop() throws Exception {
    service.stop();
    echo.close();
    byHand.close();
    served.close();
    bench.stop();
  }

  /** Ours, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void decide() throws InterruptedException {
    pipelined(DECIDE);
  }

  /** An echo on a dispatcher, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void echo() throws InterruptedException {
    pipelined(ECHO);
  }

  /** An echo on the client's service framework, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void service() throws InterruptedException {
    pipelined(SERVICE);
  }

  /** The same work by hand, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void byHand() throws InterruptedException {
    pipelined(BY_HAND);
  }

  /** The same work by hand, one at a time. */
  @Benchmark
  public Message byHandAlone() throws InterruptedException {
    return alone(BY_HAND);
  }

  /** Ours, one at a time. */
  @Benchmark
  public Message decideAlone() throws InterruptedException {
    return alone(DECIDE);
  }

  /** An echo, one at a time. */
  @Benchmark
  public Message echoAlone() throws InterruptedException {
    return alone(ECHO);
  }

  private void answered(Message message) {
    room.release();
  }

  private void pipelined(String subject) throws InterruptedException {
    for (int i = 0; i < NatsBench.BATCH; i++) {
      NatsBench.take(room, 1);
      bench.client().publish(subject, inbox, QUESTION);
    }
    NatsBench.take(room, NatsBench.IN_FLIGHT);
    room.release(NatsBench.IN_FLIGHT);
  }

  private Message alone(String subject) throws InterruptedException {
    Message reply = bench.client().request(subject, QUESTION, Duration.ofSeconds(5));
    if (reply == null) {
      throw new IllegalStateException("no reply from " + subject);
    }
    return reply;
  }
}
