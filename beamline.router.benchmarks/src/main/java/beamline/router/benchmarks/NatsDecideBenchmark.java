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

/**
 * A node that decides, beside responders that send back what they get: all on one server, asked by
 * the same client with the gateway's message.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // start() runs before any benchmark
public class NatsDecideBenchmark {
  private static final byte[] QUESTION =
      NatsBench.bytes(
          """
          {"version":"1","tenant_id":"acme","request_id":"3f2b8c1e-7d44-4f6a-9b0e-0a1b2c3d4e5f",\
          "message":{"message_id":"m-1","message_type":"chat","payload":{"text":"hello","n":1.5}}}\
          """);

  private NatsBench bench;
  private Connection echo;
  private Connection served;
  private Service service;
  private String inbox;
  private final Semaphore room = new Semaphore(NatsBench.IN_FLIGHT);

  /** Starts a server, the node and the peers. */
  @Setup
  public void start() throws Exception {
    bench = new NatsBench(Map.of());
    echo = bench.connect();
    echo.createDispatcher(message -> echo.publish(message.getReplyTo(), message.getData()))
        .subscribe("echo.raw", "echo");
    served = bench.connect();
    service =
        new ServiceBuilder()
            .connection(served)
            .name("echo")
            .version("1.0.0")
            .addServiceEndpoint(
                ServiceEndpoint.builder()
                    .endpointName("echo")
                    .endpointSubject("echo.service")
                    .handler(message -> message.respond(served, message.getData()))
                    .build())
            .build();
    var unused = service.startService();
    echo.flush(Duration.ofSeconds(5));
    served.flush(Duration.ofSeconds(5));
    inbox = bench.client().createInbox();
    bench.client().createDispatcher(this::answered).subscribe(inbox);
  }

  /** Ends them all. */
  @TearDown
  public void stop() throws Exception {
    service.stop();
    echo.close();
    served.close();
    bench.stop();
  }

  /** Ours, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void decide() throws InterruptedException {
    pipelined("beamline.router.v1.decide");
  }

  /** An echo on a dispatcher, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void echo() throws InterruptedException {
    pipelined("echo.raw");
  }

  /** An echo on the client's service framework, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void service() throws InterruptedException {
    pipelined("echo.service");
  }

  /** Ours, one at a time. */
  @Benchmark
  public Message decideAlone() throws InterruptedException {
    return alone("beamline.router.v1.decide");
  }

  /** An echo, one at a time. */
  @Benchmark
  public Message echoAlone() throws InterruptedException {
    return alone("echo.raw");
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
