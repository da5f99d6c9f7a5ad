package beamline.router.micrometer;

import java.util.List;

/** The metrics of the connection to the message bus and of what goes over it. */
public enum TransportMetric implements Metric {
  CONNECTION_STATUS(
      "router_nats_connection_status",
      Kind.GAUGE,
      "1 while connected, 0.5 while connecting or reconnecting, 0 while disconnected"),
  ESTABLISHED(
      "router_nats_connection_established_total", Kind.COUNTER, "Connections that were made"),
  LOST("router_nats_connection_lost_total", Kind.COUNTER, "Connections that were lost"),
  RESTORED(
      "router_nats_connection_restored_total",
      Kind.COUNTER,
      "Connections that were made again after a loss"),
  CONNECT_FAILURES(
      "router_nats_connect_failures_total", Kind.COUNTER, "Tries to connect that failed", "reason"),
  CONNECTION_FAILURES(
      "router_nats_connection_failures_total",
      Kind.COUNTER,
      "Tries to connect that failed",
      "reason"),
  RECONNECT_ATTEMPTS(
      "router_nats_reconnect_attempts_total", Kind.COUNTER, "Tries to connect again"),
  RECONNECT_FAILURES(
      "router_nats_reconnect_failures_total",
      Kind.COUNTER,
      "Tries to connect again that failed",
      "reason"),
  RECONNECTION_EXHAUSTED(
      "router_nats_reconnection_exhausted_total",
      Kind.COUNTER,
      "Times that the configured number of tries was used up"),
  PUBLISHED("router_nats_publish_total", Kind.COUNTER, "Messages that were handed to the bus"),
  PUBLISHED_WITH_ACK(
      "router_nats_publish_with_ack_total", Kind.COUNTER, "Messages that a stream has stored"),
  PUBLISH_FAILURES(
      "router_nats_publish_failures_total",
      Kind.COUNTER,
      "Messages that could not be handed to the bus",
      "reason",
      "subject"),
  PUBLISH_WITH_ACK_FAILURES(
      "router_nats_publish_with_ack_failures_total",
      Kind.COUNTER,
      "Messages that no stream has confirmed",
      "reason",
      "subject"),
  PUBLISH_ATTEMPTS(
      "router_nats_publish_attempts_total",
      Kind.COUNTER,
      "Messages that were published or could not be",
      "status"),
  PUBLISH_ERRORS(
      "router_nats_publish_errors_total",
      Kind.COUNTER,
      "Messages that could not be published",
      "error_type"),
  PUBLISH_LATENCY(
      "router_nats_publish_latency_seconds",
      Kind.HISTOGRAM,
      "How long it took until a stream had stored a message, in seconds"),
  ACKED("router_nats_ack_total", Kind.COUNTER, "Deliveries that were acknowledged"),
  NAKED("router_nats_nak_total", Kind.COUNTER, "Deliveries that were given back"),
  ACK_FAILURES(
      "router_nats_ack_failures_total",
      Kind.COUNTER,
      "Acknowledgements that could not be sent",
      "reason"),
  NAK_FAILURES(
      "router_nats_nak_failures_total",
      Kind.COUNTER,
      "Deliveries that could not be given back",
      "reason"),
  SUBSCRIBED("router_nats_subscribe_total", Kind.COUNTER, "Subscriptions that were made"),
  SUBSCRIBE_FAILURES(
      "router_nats_subscribe_failures_total",
      Kind.COUNTER,
      "Subscriptions that could not be made",
      "reason",
      "subject"),
  OPERATIONS_WAITING(
      "router_nats_pending_operations_count",
      Kind.GAUGE,
      "Operations that wait for the connection"),
  OPERATIONS_RETRIED(
      "router_nats_pending_operations_retry",
      Kind.GAUGE,
      "Operations that waited for the connection and came to an end"),
  OPERATIONS_RESUMED(
      "router_nats_pending_operations_retry_success",
      Kind.GAUGE,
      "Operations that waited for the connection and were carried out"),
  OPERATIONS_FAILED(
      "router_nats_pending_operations_retry_failed",
      Kind.GAUGE,
      "Operations that waited for the connection and were not carried out"),
  OPERATIONS_DROPPED(
      "router_nats_pending_operations_dropped_total",
      Kind.COUNTER,
      "Operations that waited for the connection and were not carried out",
      "reason"),
  DROPPED_OPEN(
      "router_nats_fail_open_dropped_total",
      Kind.COUNTER,
      "Messages that were dropped without an error, because failing open is configured",
      "subject"),
  MESSAGES_DROPPED(
      "router_nats_messages_dropped_total",
      Kind.COUNTER,
      "Messages that were dropped because a subscription was too slow",
      "subject");

  private final String metricName;
  private final Kind kind;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  TransportMetric(String metricName, Kind kind, String description, String... labels) {
    this.metricName = metricName;
    this.kind = kind;
    this.description = description;
    this.labels = List.of(labels);
  }

  @Override
  public String metricName() {
    return metricName;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<String> labels() {
    return labels;
  }
}
