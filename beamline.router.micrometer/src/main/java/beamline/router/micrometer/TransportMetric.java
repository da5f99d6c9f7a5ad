package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;
import static beamline.router.micrometer.Metric.Row.histogram;

/** The metrics of the connection to the message bus and of what goes over it. */
public enum TransportMetric implements Metric {
  CONNECTION_STATUS(
      gauge(
          "router_nats_connection_status",
          "1 while connected, 0.5 while connecting or reconnecting, 0 while disconnected")),
  ESTABLISHED(counter("router_nats_connection_established_total", "Connections that were made")),
  LOST(counter("router_nats_connection_lost_total", "Connections that were lost")),
  RESTORED(
      counter(
          "router_nats_connection_restored_total",
          "Connections that were made again after a loss")),
  CONNECT_FAILURES(
      counter("router_nats_connect_failures_total", "Tries to connect that failed", "reason")),
  CONNECTION_FAILURES(
      counter("router_nats_connection_failures_total", "Tries to connect that failed", "reason")),
  RECONNECT_ATTEMPTS(counter("router_nats_reconnect_attempts_total", "Tries to connect again")),
  RECONNECT_FAILURES(
      counter(
          "router_nats_reconnect_failures_total", "Tries to connect again that failed", "reason")),
  RECONNECTION_EXHAUSTED(
      counter(
          "router_nats_reconnection_exhausted_total",
          "Times that the configured number of tries was used up")),
  PUBLISHED(counter("router_nats_publish_total", "Messages that were handed to the bus")),
  PUBLISHED_WITH_ACK(
      counter("router_nats_publish_with_ack_total", "Messages that a stream has stored")),
  PUBLISH_FAILURES(
      counter(
          "router_nats_publish_failures_total",
          "Messages that could not be handed to the bus",
          "reason",
          "subject")),
  PUBLISH_WITH_ACK_FAILURES(
      counter(
          "router_nats_publish_with_ack_failures_total",
          "Messages that no stream has confirmed",
          "reason",
          "subject")),
  PUBLISH_ATTEMPTS(
      counter(
          "router_nats_publish_attempts_total",
          "Messages that were published or could not be",
          "status")),
  PUBLISH_ERRORS(
      counter(
          "router_nats_publish_errors_total",
          "Messages that could not be published",
          "error_type")),
  PUBLISH_LATENCY(
      histogram(
          "router_nats_publish_latency_seconds",
          "How long it took until a stream had stored a message, in seconds")),
  ACKED(counter("router_nats_ack_total", "Deliveries that were acknowledged")),
  NAKED(counter("router_nats_nak_total", "Deliveries that were given back")),
  ACK_FAILURES(
      counter(
          "router_nats_ack_failures_total", "Acknowledgements that could not be sent", "reason")),
  NAK_FAILURES(
      counter(
          "router_nats_nak_failures_total", "Deliveries that could not be given back", "reason")),
  SUBSCRIBED(counter("router_nats_subscribe_total", "Subscriptions that were made")),
  SUBSCRIBE_FAILURES(
      counter(
          "router_nats_subscribe_failures_total",
          "Subscriptions that could not be made",
          "reason",
          "subject")),
  OPERATIONS_WAITING(
      gauge("router_nats_pending_operations_count", "Operations that wait for the connection")),
  OPERATIONS_RETRIED(
      gauge(
          "router_nats_pending_operations_retry",
          "Operations that waited for the connection and came to an end")),
  OPERATIONS_RESUMED(
      gauge(
          "router_nats_pending_operations_retry_success",
          "Operations that waited for the connection and were carried out")),
  OPERATIONS_FAILED(
      gauge(
          "router_nats_pending_operations_retry_failed",
          "Operations that waited for the connection and were not carried out")),
  OPERATIONS_DROPPED(
      counter(
          "router_nats_pending_operations_dropped_total",
          "Operations that waited for the connection and were not carried out",
          "reason")),
  DROPPED_OPEN(
      counter(
          "router_nats_fail_open_dropped_total",
          "Messages that were dropped without an error, because failing open is configured",
          "subject")),
  MESSAGES_DROPPED(
      counter(
          "router_nats_messages_dropped_total",
          "Messages that were dropped because a subscription was too slow",
          "subject")),
  HEALTH_CHECKS(counter("router_nats_health_check_total", "Questions how the bus is", "status"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  TransportMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
