package beamline.router.grpc;

import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.v1.ReportRequest;
import java.time.Duration;

/** Reads reports: what is wrong in one is refused, since nobody would notice otherwise. */
final class ReportMessage {
  private static final int LONGEST_CODE = 64;
  private static final int LONGEST_RESERVATION = 128;
  private static final long MAX_LATENCY_MILLIS = Duration.ofDays(365).toMillis();

  /** More than anything costs, and little enough to be counted. */
  private static final long MAX_COST = 1_000_000_000;

  private ReportMessage() {}

  /**
   * The report of a message.
   *
   * @throws beamline.router.api.RouterException when it is none
   */
  static ExecutionReport read(ReportRequest message) {
    String tenant = Fields.tenant("tenant_id", message.getTenantId());
    String provider = Fields.name("provider_id", message.getProviderId());
    ExecutionReport.Builder report = ExecutionReport.builder(tenant, provider, status(message));
    if (!message.getPolicyId().isEmpty()) {
      report.policyId(policy(message.getPolicyId()));
    }
    if (!message.getErrorCode().isEmpty()) {
      report.errorCode(Fields.printable("error_code", message.getErrorCode(), LONGEST_CODE));
    }
    if (message.hasLatencyMs()) {
      report.latency(Duration.ofMillis(latency(message.getLatencyMs())));
    }
    if (message.hasCost()) {
      report.cost(cost(message.getCost()));
    }
    if (!message.getReservation().isEmpty()) {
      report.reservation(
          Fields.printable("reservation", message.getReservation(), LONGEST_RESERVATION));
    }
    return report.build();
  }

  private static Status status(ReportRequest message) {
    return switch (message.getStatus()) {
      case SUCCESS -> Status.SUCCESS;
      case ERROR -> Status.ERROR;
      case TIMEOUT -> Status.TIMEOUT;
      case CANCELLED -> Status.CANCELLED;
      case STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw Fields.invalid(
              "status", message.getStatusValue(), "SUCCESS, ERROR, TIMEOUT or CANCELLED");
    };
  }

  private static String policy(String id) {
    if (!PolicyKey.isId(id)) {
      throw Fields.invalid(
          "policy_id", Fields.quoted(id), "1 to 255 letters, digits and _ . - : /");
    }
    return id;
  }

  private static long latency(long millis) {
    if (millis < 0 || millis > MAX_LATENCY_MILLIS) {
      throw Fields.invalid("latency_ms", millis, "from 0 to " + MAX_LATENCY_MILLIS);
    }
    return millis;
  }

  private static double cost(double units) {
    if (!(units >= 0 && units <= MAX_COST)) {
      throw Fields.invalid("cost", units, "from 0 to " + MAX_COST);
    }
    return units;
  }
}
