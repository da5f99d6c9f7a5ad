package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;
import static beamline.router.micrometer.Metric.Row.histogram;

/** The metrics of calls that a host answers with the router, over gRPC or otherwise. */
public enum CallMetric implements Metric {
  GRPC_REQUESTS(counter("router_grpc_requests_total", "Calls over gRPC that began", "method")),
  GRPC_RESPONSES(
      counter(
          "router_grpc_responses_total",
          "Calls over gRPC that ended, by the name of their status",
          "method",
          "status")),
  GRPC_DURATION(
      histogram(
          "router_grpc_request_duration_seconds",
          "How long calls over gRPC took, in seconds",
          "method",
          "status")),
  CALLS(
      counter(
          "router_requests_total",
          "Calls that began, over whatever protocol a host answers",
          "protocol")),
  CALL_ERRORS(
      counter(
          "router_request_errors_total",
          "Calls that failed because of the router, not of the caller: UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE, DATA_LOSS, or an HTTP status from 500 on",
          "protocol",
          "status")),
  CALL_DURATION(
      histogram("router_request_duration_seconds", "How long calls took, in seconds", "protocol")),
  CALLS_ACTIVE(gauge("router_requests_active", "Calls that are under way", "protocol"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  CallMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
