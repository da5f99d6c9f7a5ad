package beamline.router.engine.decide;

import beamline.router.api.ErrorCode;
import beamline.router.api.Explanation;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.spi.Span;
import java.util.List;
import java.util.concurrent.CompletionException;

/** A decision whose spans somebody looks at: the route, the policy below it, the choices below. */
final class SpannedTrace extends Trace {
  private final Trace explaining;
  private final Span route;
  private final Span policy;
  private Span selection = Span.NONE;

  /** Ends the route's span, too. */
  SpannedTrace(Trace explaining, Span route, RouteRequest request) {
    this.explaining = explaining;
    this.route = route;
    route.attribute("tenant_id", request.tenantId());
    route.attribute("policy_id", request.policyId());
    route.attribute("message_id", request.messageId().orElse(null));
    route.attribute("trace_id", request.traceId().orElse(null));
    policy = route.child(SpanNames.APPLY_POLICY, Span.Kind.INTERNAL);
  }

  @Override
  boolean wanted() {
    return explaining.wanted();
  }

  @Override
  public void step(String name, String text) {
    explaining.step(name, text);
  }

  @Override
  List<Explanation.Step> steps() {
    return explaining.steps();
  }

  @Override
  public Span span() {
    return policy;
  }

  @Override
  boolean isSpanned() {
    return true;
  }

  @Override
  void selecting(Draft draft) {
    selection = policy.child(SpanNames.SELECT_PROVIDER, Span.Kind.INTERNAL);
    selection.attribute("tenant_id", draft.policy.key.tenantId());
    selection.attribute("policy_id", draft.policy.key.policyId());
  }

  @Override
  void selected(RouteOutcome outcome) {
    if (outcome instanceof RouteDecision decision) {
      selection.attribute("provider.selection.provider_id", decision.providerId());
      selection.attribute("provider.selection.reason", decision.reason().wireName());
    } else if (outcome instanceof RouteRejection rejection) {
      selection.attribute("provider.selection.error", rejection.code().reason());
    }
    selection.end();
    selection = Span.NONE;
  }

  @Override
  void ended(RouteOutcome outcome) {
    if (outcome instanceof RouteDecision decision) {
      policy.attribute("policy.provider_id", decision.providerId());
      route.attribute("routing.provider_id", decision.providerId());
      route.attribute("routing.reason", decision.reason().wireName());
    } else if (outcome instanceof RouteRejection rejection) {
      policy.attribute("policy.acl_denied", isDenied(rejection.code()));
      policy.attribute("policy.error", rejection.code().reason());
      route.attribute("routing.error", rejection.code().reason());
    }
    policy.end();
    route.end();
  }

  @Override
  void failed(Throwable fault) {
    String type = type(fault);
    for (Span span : List.of(selection, policy, route)) {
      span.failed(type, "the decision failed");
      span.end();
    }
  }

  private static String type(Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    return (cause == null ? fault : cause).getClass().getName();
  }

  private static boolean isDenied(ErrorCode code) {
    return code == ErrorCode.TENANT_FORBIDDEN || code == ErrorCode.TENANT_NOT_ALLOWED;
  }
}
