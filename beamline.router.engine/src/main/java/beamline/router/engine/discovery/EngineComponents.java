package beamline.router.engine.discovery;

import beamline.router.api.HostEnvironment;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RuntimeKeys;
import beamline.router.api.admin.DiscoveryReport;
import beamline.router.api.admin.DiscoveryReport.Verdict;
import beamline.router.engine.telemetry.Telemetries;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ExtensionSource;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.RateLimiter;
import beamline.router.spi.StateStore;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TenantStore;
import beamline.router.spi.Transport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components that an engine runs on. Closing closes those that were created here, in reverse
 * order and within {@link RuntimeKeys#CLOSE_TIMEOUT}, and never one that the host passed in.
 *
 * <p>Safe for concurrent use.
 */
public final class EngineComponents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineComponents.class);

  private final EngineThreads threads;
  private final CloseStack created = new CloseStack();
  private final long closeNanos;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Telemetry telemetry;
  private final PolicyStore policyStore;
  private final RateLimiter rateLimiter;
  private final StateStore stateStore;
  private final AuditSink auditSink;
  private final AccessStore accessStore;
  private final TenantStore tenantStore;
  private final ExtensionStore extensionStore;
  private final @Nullable Transport transport;
  private final List<MessageCodec> codecs;
  private final List<ExtensionSource> extensionSources;
  private final DiscoveryReport report;

  /**
   * Finds, chooses and creates every component.
   *
   * @throws beamline.router.api.RouterException when one cannot be chosen or created; those that
   *     were created already are closed
   */
  public EngineComponents(RouterConfig config, HostEnvironment environment) {
    closeNanos = config.get(RuntimeKeys.CLOSE_TIMEOUT).toNanos();
    threads = new EngineThreads(environment, config.get(RuntimeKeys.EXECUTOR_MAX_THREADS));
    boolean complete = false;
    try {
      ComponentDiscovery discovery = new ComponentDiscovery(config, environment);
      ComponentFactory silent =
          new ComponentFactory(config, environment, threads, discovery, created, Telemetry.NONE);
      telemetry = telemetry(config, discovery, silent);
      ComponentFactory factory = silent.telling(telemetry);
      policyStore = factory.one(ComponentKind.POLICY_STORE);
      rateLimiter = factory.one(ComponentKind.RATE_LIMITER);
      stateStore = factory.one(ComponentKind.STATE_STORE);
      auditSink = factory.one(ComponentKind.AUDIT_SINK);
      accessStore = factory.one(ComponentKind.ACCESS_STORE);
      tenantStore = factory.one(ComponentKind.TENANT_STORE);
      extensionStore = factory.one(ComponentKind.EXTENSION_STORE);
      transport =
          factory.of(ComponentKind.TRANSPORT, discovery.selectIfAny(ComponentKind.TRANSPORT));
      codecs = factory.codecs();
      extensionSources = factory.all(ComponentKind.EXTENSIONS);
      report = discovery.report();
      logFailures(report);
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /** Who is told what happens; nobody when there is none. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** Where policies are kept. */
  public PolicyStore policyStore() {
    return policyStore;
  }

  /** Who counts against limits. */
  public RateLimiter rateLimiter() {
    return rateLimiter;
  }

  /** Where pins and marks are kept. */
  public StateStore stateStore() {
    return stateStore;
  }

  /** Where the audit log goes. */
  public AuditSink auditSink() {
    return auditSink;
  }

  /** Where roles are kept, and who has them. */
  public AccessStore accessStore() {
    return accessStore;
  }

  /** Where limits and budgets of tenants are kept. */
  public TenantStore tenantStore() {
    return tenantStore;
  }

  /** Where extensions are registered. */
  public ExtensionStore extensionStore() {
    return extensionStore;
  }

  /** How messages travel; an engine that only decides in process needs none. */
  public Optional<Transport> transport() {
    return Optional.ofNullable(transport);
  }

  /** One codec per content type. */
  public List<MessageCodec> codecs() {
    return codecs;
  }

  /** Where extensions are found, in the order in which they are asked. */
  public List<ExtensionSource> extensionSources() {
    return extensionSources;
  }

  /** Where blocking calls run. */
  public Executor executor() {
    return threads.executor();
  }

  /** Where timers run. */
  public ScheduledExecutorService scheduler() {
    return threads.scheduler();
  }

  /** What was found, and what became of it. */
  public DiscoveryReport report() {
    return report;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      long end = System.nanoTime() + closeNanos;
      created.close(closeNanos);
      threads.close(Math.max(0, end - System.nanoTime()));
    }
  }

  private static Telemetry telemetry(
      RouterConfig config, ComponentDiscovery discovery, ComponentFactory factory) {
    if (!config.get(RuntimeKeys.TELEMETRY_ENABLED)) {
      discovery.none(ComponentKind.TELEMETRY, "telemetry.enabled is false");
      return Telemetry.NONE;
    }
    return Telemetries.of(
        discovery.selectMany(ComponentKind.TELEMETRY).stream()
            .map(selection -> factory.of(ComponentKind.TELEMETRY, selection))
            .filter(Objects::nonNull)
            .toList());
  }

  private static void logFailures(DiscoveryReport report) {
    for (DiscoveryReport.Entry entry : report.entries()) {
      if (entry.verdict() == Verdict.FAILED) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.COMPONENT_UNUSABLE)
            .addKeyValue("kind", entry.kind())
            .addKeyValue("component_name", entry.name())
            .addKeyValue("reason", entry.reason())
            .log("a component cannot be used");
      }
    }
  }
}
