package beamline.router.examples.quickstart;

import beamline.router.api.ExecutionReport;
import beamline.router.api.RouterEngine;
import java.time.Duration;

/**
 * Plays the execution of requests that name a provider in {@code context.simulate_down}: it fails
 * when that provider was chosen and succeeds otherwise. The router is told how it ended, as a real
 * host would tell it, and so learns to avoid the provider.
 */
final class Executions {
  private static final Duration LATENCY = Duration.ofMillis(200);

  private final RouterEngine router;
  private long failed;
  private long succeeded;

  Executions(RouterEngine router) {
    this.router = router;
  }

  /** Executes a decision, if its request asks for it; tells what was reported, or nothing. */
  String play(Question question, Answer answer) {
    if (question.simulateDown() == null || !answer.decided()) {
      return "";
    }
    if (answer.providerId().equals(question.simulateDown())) {
      failed++;
      router.report(
          report(question, answer, ExecutionReport.Status.ERROR).errorCode("503").build());
      return "executed: failed, 503";
    }
    succeeded++;
    router.report(report(question, answer, ExecutionReport.Status.SUCCESS).build());
    return "executed: ok";
  }

  long failed() {
    return failed;
  }

  long succeeded() {
    return succeeded;
  }

  private static ExecutionReport.Builder report(
      Question question, Answer answer, ExecutionReport.Status status) {
    return ExecutionReport.builder(question.tenantId(), answer.providerId(), status)
        .policyId(answer.policyId())
        .latency(LATENCY);
  }
}
