package beamline.router.engine.decide;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.json.Printable;
import beamline.router.spi.Telemetry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the policy of a request, counts that, and says what was found. Takes no lock. */
final class PolicyLookup {
  private static final int LONGEST_NAME = 128;

  private final PolicyCatalogue catalogue;
  private final Telemetry telemetry;

  PolicyLookup(PolicyCatalogue catalogue, Telemetry telemetry) {
    this.catalogue = catalogue;
    this.telemetry = telemetry;
  }

  /** The policy; null when there is none. */
  @Nullable CompiledPolicy find(RouteRequest request, Trace trace) {
    CompiledPolicy policy = catalogue.find(request.tenantId(), request.policyId());
    telemetry.policyLookup(policy != null);
    if (trace.wanted()) {
      trace.step(
          "policy",
          policy == null
              ? notFound(request).message()
              : named(policy)
                  + catalogue
                      .lender(request.tenantId(), request.policyId())
                      .map(lender -> ", lent by tenant " + lender)
                      .orElse(""));
    }
    return policy;
  }

  /** A policy in words. */
  static String named(CompiledPolicy policy) {
    return "policy "
        + policy.key
        + " version "
        + policy.model.version()
        + ", revision "
        + policy.revision;
  }

  /** The refusal of a request for which there is none. */
  static RouteRejection notFound(RouteRequest request) {
    String tenant = Printable.of(request.tenantId(), LONGEST_NAME);
    String policy = Printable.of(request.policyId(), LONGEST_NAME);
    return RouteRejection.of(
        ErrorCode.POLICY_NOT_FOUND,
        "policy " + tenant + "/" + policy + " does not exist",
        Map.of("tenant_id", tenant, "policy_id", policy));
  }
}
