package beamline.router.engine.wire;

import org.jspecify.annotations.Nullable;

/** The forms of ids as the contract's documents ask for them; real clients do not keep to them. */
final class StrictCorrelation {

  private StrictCorrelation() {}

  static void check(
      @Nullable String traceId,
      @Nullable String runId,
      @Nullable String flowId,
      @Nullable String stepId)
      throws Refusal {
    if (traceId != null && !IdForm.isTraceHex(traceId) && !IdForm.isUuid4(traceId)) {
      throw Refusal.correlation("trace_id must be 32 hexadecimal digits or a UUID v4");
    }
    boolean any = runId != null || flowId != null || stepId != null;
    boolean all = runId != null && flowId != null && stepId != null;
    if (any && !all) {
      throw Refusal.correlation("run_id, flow_id and step_id must come together");
    }
    check("run_id", runId);
    check("flow_id", flowId);
    check("step_id", stepId);
  }

  private static void check(String name, @Nullable String id) throws Refusal {
    if (id != null && !IdForm.isUuid4(id) && !IdForm.isUlid(id)) {
      throw Refusal.correlation(name + " must be a UUID v4 or a ULID");
    }
  }
}
