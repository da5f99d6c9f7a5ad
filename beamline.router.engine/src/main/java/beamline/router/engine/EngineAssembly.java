package beamline.router.engine;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ComponentKeys;
import beamline.router.api.ErrorTable;
import beamline.router.api.HostEnvironment;
import beamline.router.api.IntakeKeys;
import beamline.router.api.NatsKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RoutingKeys;
import beamline.router.api.RuntimeKeys;
import beamline.router.api.admin.BudgetControl;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.engine.access.AccessCheck;
import beamline.router.engine.access.Authenticator;
import beamline.router.engine.admin.Administrations;
import beamline.router.engine.admin.Journal;
import beamline.router.engine.analysis.DocumentAnalysis;
import beamline.router.engine.analysis.PipelineComplexity;
import beamline.router.engine.audit.AuditSettings;
import beamline.router.engine.audit.AuditTrail;
import beamline.router.engine.audit.Refusals;
import beamline.router.engine.audit.TimeOfDay;
import beamline.router.engine.breaker.BreakerDefaults;
import beamline.router.engine.budget.BudgetKeeper;
import beamline.router.engine.budget.Budgets;
import beamline.router.engine.catalogue.CatalogueStart;
import beamline.router.engine.catalogue.Expectations;
import beamline.router.engine.catalogue.PipelineLimits;
import beamline.router.engine.catalogue.PolicyAdmission;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.catalogue.PolicyCompiler;
import beamline.router.engine.catalogue.StoredPolicies;
import beamline.router.engine.decide.Decider;
import beamline.router.engine.decide.DeciderParts;
import beamline.router.engine.decide.InFlight;
import beamline.router.engine.decide.Rehearsal;
import beamline.router.engine.discovery.EngineComponents;
import beamline.router.engine.extension.ExtensionPipeline;
import beamline.router.engine.extension.registry.StoredExtensions;
import beamline.router.engine.flow.DecideParts;
import beamline.router.engine.flow.FlowAssembly;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.policy.PolicyParser;
import beamline.router.engine.provider.ExecutionReports;
import beamline.router.engine.provider.ProviderStates;
import beamline.router.engine.question.Questions;
import beamline.router.engine.sticky.StickyPins;
import beamline.router.engine.store.StoreReading;
import beamline.router.engine.telemetry.RemoteCalls;
import beamline.router.engine.tenant.StoredBudgets;
import beamline.router.engine.tenant.StoredLimits;
import beamline.router.engine.tenant.Tenants;
import beamline.router.engine.tenant.Violations;
import beamline.router.engine.wire.Intake;
import beamline.router.engine.wire.IntakeRules;
import beamline.router.engine.wire.RecordingReader;
import beamline.router.spi.Transport;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts an engine together from its configuration and components: the one place where the parts
 * meet.
 */
final class EngineAssembly {
  private final RouterConfig config;
  private final HostEnvironment environment;
  private final EngineComponents components;
  private final ProviderStates states = new ProviderStates();
  private final InFlight inFlight = new InFlight();
  private final AuditTrail audit;

  EngineAssembly(RouterConfig config, HostEnvironment environment, EngineComponents components) {
    this.config = config;
    this.environment = environment;
    this.components = components;
    this.audit =
        new AuditTrail(
            AuditSettings.of(config),
            components.auditSink(),
            new TimeOfDay(environment.epochMillis(), environment.nanoTime()),
            components.telemetry().flows());
  }

  EmbeddedRouter router() {
    LiveControls controls = controls();
    PolicyAdmission admission = admission();
    PolicyCatalogue catalogue = catalogue(admission);
    Extensions extensions = Extensions.of(config, environment, components, random());
    BudgetKeeper budgets = budgets();
    Tenants tenants = new Tenants(config, components.tenantStore(), budgets);
    StoreReading tenantReading =
        new StoreReading(
            "limits and budgets of tenants",
            tenants::load,
            components.executor(),
            components.scheduler());
    tenantReading.run();
    Violations violations =
        new Violations(
            components.tenantStore(),
            components.executor(),
            components.scheduler(),
            environment.epochMillis());
    DeciderParts deciding =
        deciding(
            controls, catalogue, extensions.pipeline(), tenants, budgets.budgets(), violations);
    Decider decider = new Decider(deciding);
    ExecutionReports reports =
        new ExecutionReports(
            states, budgets.budgets(), components.telemetry(), environment.nanoTime());
    StoredPolicies policies =
        new StoredPolicies(
            components.policyStore(),
            catalogue,
            admission,
            tenants::quotas,
            PipelineLimits.of(config),
            (key, type, limit, current) ->
                violations.take(
                    key.tenantId(), Optional.empty(), type, limit, current, key.policyId()),
            analysis(admission, deciding));
    StoredLimits limits = new StoredLimits(components.tenantStore(), tenants);
    Questions questions =
        new Questions(
            decider,
            catalogue,
            states,
            extensions.known(),
            PipelineComplexity.of(config),
            environment.nanoTime());
    Administrations administrations =
        administrations(
            policies,
            controls,
            limits,
            new StoredBudgets(limits, budgets),
            extensions.stored(),
            questions);
    FlowAssembly flows = flows(controls, reports, decider, catalogue, administrations);
    return new EmbeddedRouter(
        new EngineParts(
            components,
            administrations,
            catalogue,
            tenants,
            tenantReading,
            extensions,
            admission,
            policies,
            decider,
            inFlight,
            new Intake(intakeRules(), components.codecs(), controls::errorTable),
            new RemoteCalls(components.telemetry(), environment.nanoTime()),
            reports,
            audit,
            flows == null ? null : flows.flows(),
            config.get(RuntimeKeys.DRAIN_TIMEOUT)),
        config.get(NatsKeys.FAIL_OPEN));
  }

  private BudgetKeeper budgets() {
    return new BudgetKeeper(
        config,
        components.tenantStore(),
        components.executor(),
        components.scheduler(),
        environment.nanoTime(),
        environment.epochMillis());
  }

  private Administrations administrations(
      StoredPolicies policies,
      LiveControls controls,
      LimitControl limits,
      BudgetControl budgets,
      StoredExtensions extensions,
      Questions questions) {
    return new Administrations(
        Authenticator.of(config, environment.nanoTime()),
        AccessCheck.of(config, components.accessStore(), environment.epochMillis()),
        new Journal(audit, environment.epochMillis()),
        new Refusals(audit, environment.epochMillis(), "authenticate_denied"),
        policies,
        controls,
        limits,
        budgets,
        extensions,
        components.accessStore(),
        components.auditSink(),
        questions,
        environment.epochMillis());
  }

  /** Null without a transport. */
  private @Nullable FlowAssembly flows(
      LiveControls controls,
      ExecutionReports reports,
      Decider decider,
      PolicyCatalogue catalogue,
      Administrations administrations) {
    Transport transport = components.transport().orElse(null);
    if (transport == null) {
      return null;
    }
    return new FlowAssembly(
        new FlowContext(
            transport,
            config,
            controls,
            components.telemetry().flows(),
            components.telemetry().tracing(),
            audit,
            components.stateStore(),
            reports,
            components.executor(),
            components.scheduler(),
            environment.nanoTime(),
            environment.epochMillis(),
            random()),
        new DecideParts(
            decider, catalogue, intakeRules(), components.codecs(), controls::errorTable),
        administrations);
  }

  private DoubleSupplier random() {
    return environment.random().orElse(() -> ThreadLocalRandom.current().nextDouble());
  }

  private PolicyAdmission admission() {
    return new PolicyAdmission(
        components.policyStore().getClass().getSimpleName(),
        new PolicyParser(config.get(RoutingKeys.POLICY_STRICT)),
        new PolicyCompiler(
            states,
            components.telemetry(),
            new Expectations(
                config.get(RoutingKeys.EXPECTED_LATENCY).toNanos() / 1e6,
                config.get(RoutingKeys.EXPECTED_COST)),
            BreakerDefaults.of(config),
            config.get(RoutingKeys.STICKY_ENABLED),
            PipelineLimits.of(config),
            environment.nanoTime()),
        components.telemetry());
  }

  private PolicyCatalogue catalogue(PolicyAdmission admission) {
    PolicyCatalogue catalogue =
        new PolicyCatalogue(
            components.policyStore(),
            admission,
            states,
            components.telemetry(),
            config.get(RoutingKeys.POLICY_FALLBACK_TENANT).orElse(null));
    new CatalogueStart(catalogue, config.get(ComponentKeys.POLICY_START_TIMEOUT)).run();
    return catalogue;
  }

  private DeciderParts deciding(
      LiveControls controls,
      PolicyCatalogue catalogue,
      ExtensionPipeline extensions,
      Tenants tenants,
      Budgets budgets,
      Violations violations) {
    return new DeciderParts(
        controls::intakeTenants,
        catalogue,
        components.rateLimiter(),
        tenants::limits,
        budgets,
        violations,
        extensions,
        inFlight,
        new StickyPins(components.stateStore(), config.get(RoutingKeys.STICKY_MAX_ENTRIES)),
        audit,
        components.telemetry(),
        environment.nanoTime(),
        environment.epochMillis(),
        random());
  }

  private PolicyAnalysis analysis(PolicyAdmission admission, DeciderParts deciding) {
    return new DocumentAnalysis(
        admission,
        new Rehearsal(deciding),
        new RecordingReader(intakeRules()),
        PipelineComplexity.of(config));
  }

  private IntakeRules intakeRules() {
    return new IntakeRules(
        config.get(IntakeKeys.MAX_PAYLOAD_BYTES),
        config.get(IntakeKeys.MAX_DEPTH),
        config.get(IntakeKeys.MAX_VALUES),
        config.get(IntakeKeys.MIN_PAYLOAD_BYTES),
        IntakeRules.DEFAULTS.versionRequired(),
        config.get(IntakeKeys.STRICT_CORRELATION_IDS),
        IntakeRules.DEFAULTS.explanations(),
        config.get(AssignmentKeys.SUBJECT_PREFIXES));
  }

  private ErrorTable errorTable() {
    ErrorTable defaults = ErrorTable.defaults();
    return config.get(RuntimeKeys.ERRORS_FILE).map(defaults::with).orElse(defaults);
  }

  private LiveControls controls() {
    return new LiveControls(
        config.get(AssignmentKeys.ENABLED) && config.get(AssignmentKeys.PUSH_ENABLED),
        config.get(IntakeKeys.ALLOWED_TENANTS),
        config.get(AssignmentKeys.ALLOWED_TENANTS),
        config.get(ResultKeys.ALLOWED_TENANTS),
        errorTable(),
        components.telemetry().flows());
  }
}
