package beamline.router.micrometer;

import java.util.Set;

/** The meters of {@link CallMetric}. Every value is bounded here before it becomes a label. */
final class CallMeters {
  private static final String GRPC = "grpc";

  // Statuses of gRPC that are no fault of the caller, as its own documentation has them.
  private static final Set<String> OF_THE_ROUTER =
      Set.of("UNKNOWN", "DEADLINE_EXCEEDED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS");

  private final Ledger ledger;

  CallMeters(Ledger ledger) {
    this.ledger = ledger;
  }

  void began(String protocolName, String methodName) {
    String protocol = protocol(protocolName);
    ledger.count(CallMetric.CALLS, protocol);
    ledger.add(CallMetric.CALLS_ACTIVE, 1, protocol);
    if (protocol.equals(GRPC)) {
      ledger.count(CallMetric.GRPC_REQUESTS, method(methodName));
    }
  }

  void ended(String protocolName, String methodName, String statusName, long latencyNanos) {
    String protocol = protocol(protocolName);
    String status = ledger.labels().reasons().of(statusName);
    double seconds = Meters.seconds(latencyNanos);
    ledger.add(CallMetric.CALLS_ACTIVE, -1, protocol);
    ledger.record(CallMetric.CALL_DURATION, seconds, protocol);
    if (isOfTheRouter(status)) {
      ledger.count(CallMetric.CALL_ERRORS, protocol, status);
    }
    if (protocol.equals(GRPC)) {
      ledger.count(CallMetric.GRPC_RESPONSES, method(methodName), status);
      ledger.record(CallMetric.GRPC_DURATION, seconds, method(methodName), status);
    }
  }

  private static boolean isOfTheRouter(String status) {
    boolean http = status.length() == 3 && status.charAt(0) == '5';
    return http || OF_THE_ROUTER.contains(status);
  }

  private String protocol(String name) {
    return ledger.labels().reasons().of(name);
  }

  private String method(String name) {
    return ledger.labels().methods().of(name);
  }
}
