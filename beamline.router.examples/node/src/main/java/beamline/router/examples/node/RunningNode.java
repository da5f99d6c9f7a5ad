package beamline.router.examples.node;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RuntimeKeys;
import beamline.router.examples.node.log.NodeLog;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node from its start to its end, which SIGTERM or SIGINT asks for. */
final class RunningNode {
  private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /** What ending takes beyond the times that are configured for it. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Settings settings;
  private final PrintStream out;
  private final RouterConfig config;
  private final CountDownLatch toldToStop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status = BeamlineNode.FAILED;

  RunningNode(Settings settings, PrintStream out) throws UsageException {
    this.settings = settings;
    this.out = out;
    config = settings.load();
    NodeLog.follow(config);
  }

  /** Serves until it is told to stop; the exit status. */
  @SuppressWarnings("try") // spans are only to be closed
  int run() throws UsageException {
    Thread hook = new Thread(this::stop, "beamline-node-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Metering metering = Metering.of(config);
        SpanExport spans = SpanExport.of(config);
        RouterEngine router = RouterEngine.builder().config(config).build()) {
      metering.show(config, router);
      router.start();
      serve(router, metering);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
      forget(hook);
    }
    return status;
  }

  private void serve(RouterEngine router, Metering metering)
      throws UsageException, InterruptedException {
    try (GrpcServer grpc = GrpcServer.of(config, router)) {
      out.print(StartupReport.of(config, router, metering.port(), grpc.place()));
      out.flush();
      StartupReport.warnings(config).forEach(RunningNode::warn);
      watch(router);
      metering.stopping();
      drain(router, grpc);
    }
  }

  private static void warn(String text) {
    LOG.atWarn().addKeyValue(LogEvent.KEY, LogEvent.NODE_STARTUP_WARNING).log(text);
  }

  private void watch(RouterEngine router) throws InterruptedException {
    HealthLog health = new HealthLog(router);
    SettingsWatch watch =
        new SettingsWatch(settings, new LiveSettings(router.controlsByConfiguration(), config));
    do {
      health.look();
      watch.look();
    } while (!toldToStop.await(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Calls go first, which the router still answers; they have half of the time. */
  private void drain(RouterEngine router, GrpcServer grpc) throws InterruptedException {
    LOG.atInfo()
        .addKeyValue(LogEvent.KEY, LogEvent.NODE_STOPPING)
        .log("told to stop: finishing what is under way");
    Duration timeout = config.get(RuntimeKeys.DRAIN_TIMEOUT);
    long end = System.nanoTime() + timeout.toNanos();
    boolean answered = grpc.drain(timeout.dividedBy(2));
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    boolean finished = router.drain(left) && answered;
    router.health(); // tells who watches that it is over
    status = finished ? BeamlineNode.OK : BeamlineNode.FAILED;
    if (finished) {
      LOG.atInfo().addKeyValue(LogEvent.KEY, LogEvent.NODE_STOPPED).log("everything was finished");
    } else {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NODE_STOPPED_UNDER_WAY)
          .log("time is up before everything was finished");
    }
  }

  /**
   * Runs when the process is told to stop. The virtual machine would report the signal as the exit
   * status; ours says whether everything was finished.
   */
  private void stop() {
    toldToStop.countDown();
    Duration patience =
        config
            .get(RuntimeKeys.DRAIN_TIMEOUT)
            .plus(config.get(RuntimeKeys.CLOSE_TIMEOUT).multipliedBy(2))
            .plus(GRACE);
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atError()
            .addKeyValue(LogEvent.KEY, LogEvent.NODE_STOP_OVERDUE)
            .addKeyValue("patience", patience)
            .log("the node does not end by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("it is ending already", e);
    }
  }
}
