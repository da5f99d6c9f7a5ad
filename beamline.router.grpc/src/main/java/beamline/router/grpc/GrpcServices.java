package beamline.router.grpc;

import beamline.router.api.AdminKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.GrpcKeys;
import beamline.router.api.IntakeKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The services of a router, for a host to add to its own server. The host decides about ports, TLS,
 * threads and message sizes. Administration, which may wait for stores, runs on a few threads of
 * its own, so that decisions never wait behind it; what finds no room there is refused as overload.
 *
 * <pre>{@code
 * ServerBuilder<?> server = ...;
 * server.addServices(GrpcServices.of(router, config).all());
 * }</pre>
 *
 * <p>Refusals are told as the router's {@link beamline.router.api.ErrorTable} in force says, with
 * details of the kind {@code google.rpc}. Safe for concurrent use.
 */
public final class GrpcServices {
  private final RouterEngine router;
  private final RouterConfig config;
  private final ErrorStatus errors;
  private final AdminCalls adminCalls;
  private final AdminCalls auditCalls;
  private final AdminCalls decidingCalls;
  private final HealthWatches watches;
  private final ServerInterceptor[] interceptors;

  private GrpcServices(RouterEngine router, RouterConfig config) {
    this.router = Objects.requireNonNull(router, "router");
    this.config = Objects.requireNonNull(config, "config");
    this.errors = new ErrorStatus(() -> router.controls().errorTable());
    this.adminCalls = AdminCalls.administrative(router, errors);
    this.auditCalls = AdminCalls.auditing(router, errors);
    this.decidingCalls = AdminCalls.deciding(router, errors);
    this.watches = new HealthWatches(router);
    // The last one is the first to see a call.
    this.interceptors =
        new ServerInterceptor[] {
          new ShownCredentials(),
          new CorrelationIds(),
          new MessageBounds(config.get(IntakeKeys.MAX_PAYLOAD_BYTES), errors),
          new ToldCalls(router)
        };
  }

  /**
   * The services of this router.
   *
   * @param config what the router is configured with
   */
  public static GrpcServices of(RouterEngine router, RouterConfig config) {
    return new GrpcServices(router, config);
  }

  /**
   * Every service that the configuration does not turn off.
   *
   * @throws RouterException as {@link #admin()} does
   */
  public List<ServerServiceDefinition> all() {
    List<ServerServiceDefinition> services = new ArrayList<>();
    if (config.get(GrpcKeys.ENABLED)) {
      services.add(router());
      services.add(executions());
    }
    if (config.get(GrpcKeys.ADMIN_ENABLED)) {
      services.addAll(administration());
    }
    services.add(health());
    if (config.get(GrpcKeys.REFLECTION_ENABLED)) {
      services.add(reflection());
    }
    return List.copyOf(services);
  }

  /** {@code beamline.flow.v1.Router}: decides. */
  public ServerServiceDefinition router() {
    return guarded(
        new RouterService(
            router,
            errors,
            new RequestReader(config.get(IntakeKeys.MAX_DEPTH)),
            config.get(GrpcKeys.REQUIRE_CREDENTIALS) ? decidingCalls : null));
  }

  /**
   * {@code beamline.router.v1.Executions}: is told how executions ended, by who may read the
   * tenant's policies. Where nobody can show who it is, it refuses everybody.
   */
  public ServerServiceDefinition executions() {
    return guarded(new ExecutionsService(router, decidingCalls));
  }

  /**
   * Every service that administers, for whoever may: {@code beamline.flow.v1.RouterAdmin} and, of
   * {@code beamline.router.v1}, {@code AccessAdmin} for roles and grants, {@code TenantAdmin} for
   * limits, quotas and budgets, {@code ControlAdmin} for what changes while the router runs, {@code
   * ExtensionAdmin} for the registry of extensions, and {@code AuditAdmin} for the audit log.
   *
   * @throws RouterException as {@link #admin()} does
   */
  public List<ServerServiceDefinition> administration() {
    return List.of(
        admin(),
        guarded(new AccessService(adminCalls)),
        guarded(new TenantService(adminCalls)),
        guarded(new ControlService(adminCalls)),
        guarded(new ExtensionService(adminCalls)),
        guarded(new AuditService(auditCalls, errors)));
  }

  /**
   * {@code beamline.flow.v1.RouterAdmin}: policies, and questions about the router.
   *
   * @throws RouterException with {@link ErrorCode#CONFIGURATION_INVALID} when nobody could ever
   *     show who it is, and that is not what {@code admin.anonymous} asks for
   */
  public ServerServiceDefinition admin() {
    boolean somebody =
        config.get(AdminKeys.API_KEY).isPresent()
            || config.get(AdminKeys.CREDENTIALS_FILE).isPresent();
    if (!somebody && !config.get(AdminKeys.ANONYMOUS)) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          GrpcKeys.ADMIN_ENABLED
              + " is true, but nobody can show who it is: set "
              + AdminKeys.API_KEY
              + " or "
              + AdminKeys.CREDENTIALS_FILE
              + ", or "
              + AdminKeys.ANONYMOUS
              + " = true, or "
              + GrpcKeys.ADMIN_ENABLED
              + " = false");
    }
    return guarded(new AdminService(router, adminCalls));
  }

  /**
   * {@code grpc.health.v1.Health}: of the router as a whole, and of each of its services. It is
   * asked again whenever somebody calls, and twice a second while somebody watches.
   */
  public ServerServiceDefinition health() {
    return new HealthService(watches).bindService();
  }

  /**
   * Ends the calls that watch the health, and refuses others: for a server that is about to stop,
   * which else would wait for them.
   */
  public void endWatches() {
    watches.end();
  }

  /** {@code grpc.reflection.v1.ServerReflection}: what the server serves, for tools. */
  public ServerServiceDefinition reflection() {
    return ProtoReflectionServiceV1.newInstance().bindService();
  }

  private ServerServiceDefinition guarded(BindableService service) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useInputStreamMessages(service.bindService()), interceptors);
  }
}
