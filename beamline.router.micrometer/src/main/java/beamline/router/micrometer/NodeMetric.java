package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;

/** The metrics of a node as a whole: its health and its audit log. */
public enum NodeMetric implements Metric {
  HEALTH(
      gauge(
          "router_health_status",
          "How the router was when somebody last asked: 1 for up, 0.5 for degraded, 0 for down")),
  COMPONENT_HEALTH(
      gauge("router_health_component_status", "The same of each of its components", "component")),
  AUDIT_RECORDS(counter("router_audit_records_total", "Audit records that are in the audit sink")),
  AUDIT_LOST(
      counter(
          "router_audit_lost_total", "Audit records that found no place, as the chain says, too"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  NodeMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
