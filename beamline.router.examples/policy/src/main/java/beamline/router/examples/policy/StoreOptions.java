package beamline.router.examples.policy;

import beamline.router.api.AuditKeys;
import beamline.router.api.ComponentKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.api.RoutingKeys;
import beamline.router.examples.command.ApiKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Settings;
import beamline.router.examples.command.SharedOptions;
import beamline.router.examples.command.UsageException;
import beamline.router.nats.NatsComponents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which store a command works on, and a router without traffic on top of it. */
final class StoreOptions {
  private static final String USAGE =
      """
      The store:
        --folder DIR      a folder of policies, TENANT/POLICY.json
        --postgres URL    a PostgreSQL database, such as jdbc:postgresql://localhost/beamline;
                          user and password are settings, best in the environment:
                          BEAMLINE_ROUTER_POLICY_STORE_POSTGRES_PASSWORD
        --nats URL        a JetStream key-value bucket, such as nats://localhost:4222
        --config FILE     the settings of a node; environment variables go before them
        --set KEY=VALUE   a setting (docs/reference/configuration.md), may be repeated
        --api-key-file FILE  the key of who asks, where keys are configured; else it is read from
                          BEAMLINE_API_KEY

      A folder, schema or bucket that is not there is an error, since its name may be mistyped.
      mkdir makes a folder, --set policy-store.postgres.migrate=true a schema with its tables, and
      --set policy-store.nats.manage=true a bucket. A store that is down is given up after seconds;
      --set policy-store.start-timeout=10s waits longer.
      """;

  static final SharedOptions SHARED =
      new SharedOptions(
          Set.of("--folder", "--postgres", "--nats", "--config", ApiKey.OPTION),
          Set.of("--set"),
          Set.of(),
          USAGE);

  private static final List<Named> STORES =
      List.of(
          new Named("--folder", "file", "policy-store.file.directory"),
          new Named("--postgres", "postgres", "policy-store.postgres.url"),
          new Named("--nats", "nats", "policy-store.nats.url"));

  /**
   * What counts for a command by store, unless somebody says otherwise: it makes nothing by
   * mistake, and whoever looks at it does not wait as long as a node.
   */
  private static final Map<String, Map<String, String>> UNLESS_SAID =
      Map.of(
          "postgres", Map.of("policy-store.postgres.migrate", "false"),
          "nats",
              Map.of(
                  "policy-store.nats.manage", "false",
                  "policy-store.nats.request-timeout", "2s"));

  /** New for each run: two commands at a time would fork one that they share. */
  static final String CHAIN =
      "policy-"
          + Long.toString(System.currentTimeMillis(), 36)
          + "-"
          + Long.toString(ProcessHandle.current().pid(), 36);

  private static final String PATIENCE = "2s";

  /**
   * An option that names a store.
   *
   * @param setting what its value is
   */
  private record Named(String option, String store, String setting) {}

  private StoreOptions() {}

  /**
   * A router on the store that is named.
   *
   * @param writes whether something is to be stored
   */
  static RouterEngine open(Arguments arguments, boolean writes) throws UsageException {
    RouterConfig config = config(arguments);
    String store =
        config
            .get(ComponentKeys.POLICY_STORE)
            .orElseThrow(
                () ->
                    new UsageException(
                        "no store is named, must be one of --folder, --postgres, --nats, or"
                            + " policy-store in --config or --set"));
    return router(unlessSaid(config, store, writes), arguments);
  }

  private static RouterConfig unlessSaid(RouterConfig config, String store, boolean writes) {
    Map<String, String> defaults = new HashMap<>(UNLESS_SAID.getOrDefault(store, Map.of()));
    defaults.put(ComponentKeys.POLICY_START_TIMEOUT.name(), PATIENCE);
    if (store.equals("file") && !writes) {
      defaults.put("policy-store.file.read-only", "true");
    }
    defaults.put("access-store.postgres.migrate", "false");
    defaults.keySet().removeAll(config.below("").keySet());
    RouterConfig.Builder more = config.toBuilder();
    defaults.forEach(more::set);
    return more.build();
  }

  /** A router that has no policies, for documents that lie elsewhere. */
  static RouterEngine storeless(Arguments arguments) throws UsageException {
    return router(
        config(arguments)
            .with(ComponentKeys.POLICY_STORE.name(), "memory")
            .with(ComponentKeys.AUDIT_SINK.name(), "memory"),
        arguments);
  }

  private static RouterEngine router(RouterConfig config, Arguments arguments)
      throws UsageException {
    RouterEngineBuilder builder = RouterEngine.builder().config(config);
    Optional<Double> draw = Question.draw(arguments);
    if (draw.isPresent()) {
      builder.random(draw::get);
    }
    return builder.build();
  }

  /** What is configured for it. */
  static RouterConfig config(Arguments arguments) throws UsageException {
    Optional<String> file = arguments.value("--config");
    RouterConfig.Builder config =
        Settings.load(file.isEmpty() ? Optional.empty() : Optional.of(Source.look(file.get())))
            .toBuilder();
    // a command decides nothing, so it needs nothing but policies
    for (String kind : new String[] {"transport", "telemetry"}) {
      config.set(kind, ComponentKeys.NONE);
    }
    for (String kind : new String[] {"rate-limiter", "state-store"}) {
      config.set(kind, "memory");
    }
    String named = "";
    for (Named store : STORES) {
      Optional<String> value = arguments.value(store.option());
      if (value.isPresent()) {
        if (!named.isEmpty()) {
          throw new UsageException(named + " and " + store.option() + " name two stores");
        }
        named = store.option();
        config.set(ComponentKeys.POLICY_STORE.name(), store.store());
        config.set(store.setting(), value.get());
      }
    }
    Settings.set(arguments, config);
    if (arguments.has("--strict")) {
      config.set(RoutingKeys.POLICY_STRICT, true);
    }
    return NatsComponents.sharingConnection(audited(config.build()));
  }

  /** A chain of audit records has one writer: that of the node is the node's. */
  private static RouterConfig audited(RouterConfig config) {
    RouterConfig own = config.with(AuditKeys.CHAIN.name(), CHAIN);
    return own.get(ComponentKeys.AUDIT_SINK).isPresent()
        ? own
        : own.with(ComponentKeys.AUDIT_SINK.name(), "memory");
  }
}
