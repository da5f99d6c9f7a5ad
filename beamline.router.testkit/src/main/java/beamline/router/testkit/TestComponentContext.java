package beamline.router.testkit;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * What the engine lends to a component, for a test: a {@link TestClock} or the clocks of this
 * machine, four daemon threads, a timer, and whatever configuration the test gives. Close it to end
 * the threads.
 */
public final class TestComponentContext implements ComponentContext, AutoCloseable {
  private final ComponentConfig config;
  private final TestClock clock;
  private final boolean live;
  private final Telemetry telemetry;
  private final ExecutorService executor = Executors.newFixedThreadPool(4, daemons("test-work"));
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(daemons("test-timer"));

  private TestComponentContext(Builder builder) {
    this.config = new ComponentConfig(builder.prefix, builder.values);
    this.clock = builder.clock;
    this.live = builder.live;
    this.telemetry = builder.telemetry;
  }

  /** A context with no configuration and nobody who listens. */
  public static TestComponentContext create() {
    return builder().build();
  }

  /** A context on the clocks of this machine: what a bus that other processes share needs. */
  public static TestComponentContext live(String prefix, Map<String, String> values) {
    return builder().prefix(prefix).config(values).live().build();
  }

  /** A context to be described. */
  public static Builder builder() {
    return new Builder();
  }

  /** The clock that this context reads, unless it is {@linkplain Builder#live() live}. */
  public TestClock clock() {
    return clock;
  }

  @Override
  public ComponentConfig config() {
    return config;
  }

  @Override
  public long nanoTime() {
    return live ? System.nanoTime() : clock.nanoTime();
  }

  @Override
  public long epochMillis() {
    return live ? System.currentTimeMillis() : clock.epochMillis();
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
    return telemetry;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    executor.shutdownNow();
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Describes a context. */
  public static final class Builder {
    private final Map<String, String> values = new LinkedHashMap<>();
    private String prefix = "test.";
    private TestClock clock = new TestClock();
    private boolean live;
    private Telemetry telemetry = Telemetry.NONE;

    private Builder() {}

    /** The prefix that errors name, such as {@code policy-store.file.}, with the final dot. */
    public Builder prefix(String newPrefix) {
      prefix = newPrefix;
      return this;
    }

    /** A configured value, by its name below the prefix. */
    public Builder config(String name, String value) {
      values.put(name, value);
      return this;
    }

    /** Configured values, by their names below the prefix. */
    public Builder config(Map<String, String> newValues) {
      values.putAll(newValues);
      return this;
    }

    /** The clock to read. */
    public Builder clock(TestClock newClock) {
      clock = newClock;
      return this;
    }

    /** Reads the clocks of this machine. */
    public Builder live() {
      live = true;
      return this;
    }

    /** Who is told what happens. */
    public Builder telemetry(Telemetry newTelemetry) {
      telemetry = newTelemetry;
      return this;
    }

    /** The context. */
    public TestComponentContext build() {
      return new TestComponentContext(this);
    }
  }
}
