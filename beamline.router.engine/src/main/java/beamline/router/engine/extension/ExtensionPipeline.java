package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.spi.Telemetry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extensions of a policy: pre-processors and validators before the choice, post-processors
 * after it, one after the other in the order of the policy (routing contract 3.7). Safe for
 * concurrent use.
 */
public final class ExtensionPipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtensionPipeline.class);

  private final ExtensionCaller caller;
  private final Telemetry telemetry;
  private final LongSupplier epochMillis;
  private final ExtensionBreakers breakers;
  private final ExtensionStats stats;
  private final PendingCalls pending = new PendingCalls();

  /** A pipeline over these parts. */
  public ExtensionPipeline(ExtensionParts parts) {
    this.breakers =
        new ExtensionBreakers(
            parts.config(), parts.nanoTime(), parts.epochMillis(), parts.telemetry());
    this.caller = new ExtensionCaller(parts, breakers);
    this.telemetry = parts.telemetry();
    this.epochMillis = parts.epochMillis();
    this.stats = new ExtensionStats(epochMillis);
  }

  /** The breakers of the extensions. */
  public ExtensionBreakers breakers() {
    return breakers;
  }

  /** How the calls went. */
  public ExtensionStats stats() {
    return stats;
  }

  /** Runs pre-processors and validators. The stage never fails. */
  public CompletionStage<Passage> before(
      RouteRequest request, CompiledPolicy policy, StepListener trace) {
    Passage start = new Passage(request, policy, epochMillis.getAsLong(), trace);
    List<ExtensionItem> items = new ArrayList<>(policy.model.pre());
    items.addAll(policy.model.validators());
    return run(items.iterator(), start).thenApply(done -> inTime(done, "a provider was chosen"));
  }

  /**
   * Runs post-processors; what they add goes into the decision's metadata. The stage never fails.
   */
  public CompletionStage<RouteOutcome> after(
      Passage passage, RouteDecision decision, CompiledPolicy policy) {
    passage.decided(decision);
    return run(policy.model.post().iterator(), passage)
        .thenApply(done -> inTime(done, "the decision was complete").outcome(decision));
  }

  /**
   * Says which extensions would be called, without calling any: as far as it is known without what
   * they would change.
   */
  public void describe(RouteRequest request, CompiledPolicy policy, StepListener trace) {
    Passage passage = new Passage(request, policy, epochMillis.getAsLong(), trace);
    for (ExtensionItem item : policy.model.extensions().toList()) {
      passage.foresee(item);
    }
  }

  /** The executed list of a request for which nothing is called. */
  public static List<Map<String, Object>> planned(RouteRequest request, CompiledPolicy policy) {
    Passage passage = new Passage(request, policy, 0, (step, text) -> {});
    return policy.model.extensions().map(passage::planned).toList();
  }

  private CompletionStage<Passage> run(Iterator<ExtensionItem> items, Passage passage) {
    while (items.hasNext() && passage.refusal() == null) {
      ExtensionItem item = items.next();
      if (!passage.concerns(item)) {
        passage.step(item, " is not for this request");
        continue;
      }
      if (inTime(passage, "extension '" + item.id() + "' was called").refusal() != null) {
        break;
      }
      long left = passage.millisLeft(epochMillis.getAsLong());
      CompletableFuture<CallResult> call =
          caller.call(item, passage.request(item, left), passage.span()).toCompletableFuture();
      if (!call.isDone()) {
        return pending
            .await(item, call)
            .thenCompose(
                result -> {
                  note(item, result, passage);
                  return run(items, passage);
                });
      }
      note(item, call.join(), passage);
    }
    return CompletableFuture.completedFuture(passage);
  }

  /** Nobody waits for an extension any longer. */
  @Override
  public void close() {
    pending.close();
  }

  private Passage inTime(Passage passage, String what) {
    if (passage.refusal() == null && passage.millisLeft(epochMillis.getAsLong()) <= 0) {
      passage.refuse(
          RouteRejection.of(ErrorCode.DEADLINE_EXCEEDED, "the deadline passed before " + what));
    }
    return passage;
  }

  /** A refusal that is heeded is no trouble. */
  private static boolean isToBeTold(ExtensionItem item, CallResult result) {
    return switch (item.onFail()) {
      case BLOCK -> result.reply() == null;
      case WARN -> !result.ok();
      case IGNORE -> false;
    };
  }

  private void note(ExtensionItem item, CallResult result, Passage passage) {
    PolicyKey policy = passage.policy().key;
    if (result.blamed()) {
      // a validator that says no works as it should
      stats.called(item.id(), result.reply() != null, result.latencyNanos());
    }
    telemetry.extensionCalled(
        policy.tenantId(),
        policy.policyId(),
        item.id(),
        item.kind().wireName(),
        result.status(),
        result.latencyNanos());
    passage.called(item, result);
    if (isToBeTold(item, result) && stats.toBeTold(item.id())) {
      boolean blocks = item.onFail() == ExtensionItem.OnFail.BLOCK;
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.EXTENSION_CALL_FAILED)
          .addKeyValue("tenant_id", policy.tenantId())
          .addKeyValue("policy_id", policy.policyId())
          .addKeyValue("extension_id", item.id())
          .addKeyValue("latency_ms", TimeUnit.NANOSECONDS.toMillis(result.latencyNanos()))
          .addKeyValue("reason", result.message())
          .setCause(result.cause())
          .log(
              blocks
                  ? "an extension failed, requests are refused"
                  : "an extension failed, requests go on all the same");
    }
  }
}
