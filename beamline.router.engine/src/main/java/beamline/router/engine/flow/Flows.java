package beamline.router.engine.flow;

import beamline.router.api.LogEvent;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.Health.Status;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows of a node, from the first connection to the last reply. The streams are declared first,
 * then the flows are started in the order in which they were given; each goes on trying by itself,
 * so that one that cannot start keeps none of the others from it.
 */
public final class Flows {
  private static final Logger LOG = LoggerFactory.getLogger(Flows.class);

  private final Transport transport;
  private final FlowKeeper streams;
  private final List<FlowKeeper> flows = new ArrayList<>();
  private volatile boolean draining;
  private volatile @Nullable String connectFault;

  /** These flows on this transport; the first to be started is the first of the list. */
  public Flows(
      Transport transport, ScheduledExecutorService scheduler, Flow streams, List<Flow> list) {
    this.transport = transport;
    this.streams = new FlowKeeper(streams, scheduler);
    for (Flow flow : list) {
      flows.add(new FlowKeeper(flow, scheduler));
    }
  }

  /** Connects and starts. Returns at once; {@link #health()} says how it goes. */
  public void start() {
    streams.await();
    flows.forEach(FlowKeeper::await);
    CompletionStage<Void> unused =
        transport.connect().thenCompose(nothing -> begin()).exceptionally(this::unconnected);
  }

  private CompletionStage<Void> begin() {
    for (FlowKeeper flow : flows) {
      if (!flow.flow().durable()) {
        CompletionStage<Void> unused = flow.start();
      }
    }
    return streams.start().thenCompose(nothing -> startDurable(0));
  }

  private CompletionStage<Void> startDurable(int next) {
    for (int i = next; i < flows.size(); i++) {
      if (flows.get(i).flow().durable()) {
        int after = i + 1;
        return flows.get(i).start().thenCompose(nothing -> startDurable(after));
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private @Nullable Void unconnected(Throwable fault) {
    connectFault = String.valueOf(fault.getMessage());
    LOG.atWarn()
        .addKeyValue(LogEvent.KEY, LogEvent.TRANSPORT_UNAVAILABLE)
        .addKeyValue("reason", connectFault)
        .log("the transport does not connect");
    return null;
  }

  /**
   * Takes nothing more and finishes what is under way: every request that came is answered, every
   * delivery too.
   *
   * @return false when that took longer
   */
  public boolean drain(Duration timeout) {
    draining = true;
    long end = System.nanoTime() + timeout.toNanos();
    streams.stop();
    flows.forEach(FlowKeeper::stop);
    if (transport.state() != Transport.State.CONNECTED) {
      return true;
    }
    boolean ended = await(transport.drain(timeout), end);
    for (FlowKeeper flow : flows) {
      ended &= await(flow.flow().finished(), end);
    }
    return ended;
  }

  private static boolean await(CompletionStage<Void> stage, long end) {
    try {
      stage.toCompletableFuture().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.DRAIN_FAILED)
          .addKeyValue("reason", String.valueOf(e.getCause()))
          .log("something failed while the router was drained");
      return false;
    }
  }

  /** How the flows are, in the order in which they start. */
  public List<Health.Component> health() {
    List<Health.Component> found = new ArrayList<>();
    String fault = connectFault;
    if (fault != null) {
      found.add(new Health.Component("connection", Status.DOWN, fault));
    }
    if (!draining) {
      found.add(streams.health());
      flows.forEach(flow -> found.add(flow.health()));
    }
    return found;
  }
}
