package beamline.router.examples.policy;

import beamline.router.api.policy.ReplayReport;
import beamline.router.examples.command.Json;
import java.util.Map;
import java.util.TreeMap;

/** A report for machines. */
final class ReplayJson {

  private ReplayJson() {}

  static Map<String, Object> of(ReplayReport report) {
    return Json.object(
        "ok",
        true,
        "complete",
        report.complete(),
        "lines",
        report.lines(),
        "replayed",
        report.replayed(),
        "of_other_policies",
        report.ofOtherPolicies(),
        "unreadable",
        report.unreadable(),
        "first_unreadable",
        report.firstUnreadable().stream()
            .map(line -> Json.object("line", line.number(), "reason", line.reason()))
            .toList(),
        "unchanged",
        report.unchanged(),
        "changed",
        report.changed(),
        "before",
        side(report.before()),
        "after",
        side(report.after()),
        "moves",
        report.moves().stream()
            .map(
                move ->
                    Json.object(
                        "from",
                        move.from().orElse(null),
                        "to",
                        move.to().orElse(null),
                        "count",
                        move.count()))
            .toList());
  }

  private static Map<String, Object> side(ReplayReport.Side side) {
    Map<String, Object> refusals = new TreeMap<>();
    side.refusals().forEach((code, count) -> refusals.put(code.reason(), count));
    return Json.object(
        "decided",
        side.decided(),
        "providers",
        side.providers().stream()
            .map(
                provider ->
                    Json.object(
                        "provider_id",
                        provider.providerId(),
                        "decisions",
                        provider.decisions(),
                        "share",
                        provider.share()))
            .toList(),
        "refusals",
        refusals,
        "mean_expected_latency_ms",
        side.meanLatencyMillis(),
        "mean_expected_cost",
        side.meanCost(),
        "total_expected_cost",
        side.totalCost());
  }
}
