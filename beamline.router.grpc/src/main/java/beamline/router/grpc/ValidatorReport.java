package beamline.router.grpc;

import beamline.router.api.admin.Health;
import beamline.router.proto.flow.v1.ValidatorStatus;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What validates, and how it does: the service that answers, the parts of the router, and the
 * extensions that it has called.
 */
final class ValidatorReport {
  private static final String SERVING = "serving";

  private ValidatorReport() {}

  static List<ValidatorStatus> of(Health health, Struct extensions) {
    long now = System.currentTimeMillis();
    List<ValidatorStatus> report = new ArrayList<>();
    report.add(status("grpc_health", word(health.status()), now, "answers"));
    for (Health.Component part : health.components()) {
      report.add(status(part.name(), word(part.status()), now, details(part)));
    }
    extensions
        .getFieldsOrDefault("health", StructJson.NOTHING)
        .getStructValue()
        .getFieldsMap()
        .forEach((id, facts) -> report.add(extension(id, facts.getStructValue())));
    return report;
  }

  /** Why a part is not well is what a store has said, and stays in the house. */
  private static String details(Health.Component part) {
    return part.status() == Health.Status.UP ? part.detail() : "see the log";
  }

  private static ValidatorStatus extension(String id, Struct facts) {
    return status(
        "extension:" + id,
        member(facts, "status").getStringValue(),
        (long) member(facts, "updated_at_ms").getNumberValue(),
        (long) member(facts, "success_count").getNumberValue()
            + " calls succeeded, "
            + (long) member(facts, "failure_count").getNumberValue()
            + " failed");
  }

  private static Value member(Struct facts, String name) {
    return facts.getFieldsOrDefault(name, StructJson.NOTHING);
  }

  private static String word(Health.Status status) {
    return switch (status) {
      case UP -> SERVING;
      case DEGRADED -> "degraded";
      case DOWN -> "not_serving";
    };
  }

  private static ValidatorStatus status(String name, String status, long at, String details) {
    return ValidatorStatus.newBuilder()
        .setName(name)
        .setStatus(status)
        .setTimestampMs(at)
        .setDetails(details)
        .build();
  }
}
