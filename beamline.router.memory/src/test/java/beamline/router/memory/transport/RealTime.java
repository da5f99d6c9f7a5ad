package beamline.router.memory.transport;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** A host with four threads, a scheduler, and the clocks of this machine, which may be advanced. */
final class RealTime implements ComponentContext, AutoCloseable {
  private final ComponentConfig config;
  private final ExecutorService executor = Executors.newFixedThreadPool(4, daemons("work"));
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(daemons("timer"));
  private final AtomicLong passed = new AtomicLong();
  final Queue<String> dropped = new ConcurrentLinkedQueue<>();

  RealTime(Map<String, String> values) {
    this.config = new ComponentConfig("transport.memory.", values);
  }

  RealTime() {
    this(Map.of());
  }

  /** Lets time pass for whoever reads the clock; timers that run are not hurried. */
  void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  Transport transport() {
    return new MemoryTransportProvider().create(this);
  }

  @Override
  public ComponentConfig config() {
    return config;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() + passed.get();
  }

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public Telemetry telemetry() {
    return new Telemetry() {
      @Override
      public void messageDropped(String subject) {
        dropped.add(subject);
      }
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
    scheduler.shutdownNow();
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, "host-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
