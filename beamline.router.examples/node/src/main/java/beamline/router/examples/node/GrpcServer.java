package beamline.router.examples.node;

import beamline.router.api.GrpcKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RuntimeKeys;
import beamline.router.grpc.GrpcServices;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves the router over gRPC, if it is to be served. */
final class GrpcServer implements AutoCloseable {
  private static final int IDLE_SECONDS = 30;
  private static final int HANDSHAKE_SECONDS = 20;
  static final int WAITING = 1024;
  private static final int CALLS_PER_CONNECTION = 1000;

  private final @Nullable GrpcServices services;
  private final @Nullable Server server;
  private final @Nullable ThreadPoolExecutor executor;
  private final boolean tls;

  private GrpcServer(
      @Nullable GrpcServices services,
      @Nullable Server server,
      @Nullable ThreadPoolExecutor executor,
      boolean tls) {
    this.services = services;
    this.server = server;
    this.executor = executor;
    this.tls = tls;
  }

  /**
   * Starts to serve.
   *
   * @throws UsageException when nothing can be served there
   */
  static GrpcServer of(RouterConfig config, RouterEngine router) throws UsageException {
    Optional<GrpcSettings> settings = GrpcSettings.of(config);
    if (settings.isEmpty()) {
      return new GrpcServer(null, null, null, false);
    }
    GrpcSettings found = settings.get();
    GrpcServices services = GrpcServices.of(router, config);
    var all = services.all();
    ThreadPoolExecutor executor = executor(config.get(RuntimeKeys.EXECUTOR_MAX_THREADS));
    try {
      Server server =
          NettyServerBuilder.forAddress(found.address(), found.credentials())
              .executor(executor)
              .maxInboundMessageSize(config.get(GrpcKeys.MAX_MESSAGE_BYTES))
              .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
              .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
              .addServices(all)
              .build()
              .start();
      return new GrpcServer(services, server, executor, found.tls());
    } catch (IOException e) {
      executor.shutdownNow();
      throw new UsageException(
          GrpcKeys.PORT
              + " is "
              + found.address().getPort()
              + ", where nothing can be served: "
              + e.getMessage());
    }
  }

  /** When too much waits, the transport's threads do it, and read no more meanwhile. */
  static ThreadPoolExecutor executor(int threads) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Daemons.named("beamline-node-grpc"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The port that it listens on, and how; empty when nothing is served. */
  Optional<String> place() {
    return Optional.ofNullable(server)
        .map(it -> "port " + it.getPort() + (tls ? " with TLS" : " without TLS"));
  }

  /**
   * Takes no more calls and waits for those that there are.
   *
   * @return whether all had ended within the time
   */
  boolean drain(Duration timeout) throws InterruptedException {
    if (services == null || server == null) {
      return true;
    }
    services.endWatches();
    return server.shutdown().awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    if (server != null) {
      server.shutdownNow();
    }
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
