package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;

/** The metrics of durable consumers, of dead letters, and of what was handled before. */
public enum DeliveryMetric implements Metric {
  DELIVERIES(
      counter("router_jetstream_delivered_messages_total", "Deliveries that arrived", "consumer")),
  UNANSWERED(
      gauge(
          "router_jetstream_ack_pending_messages",
          "Deliveries that this node has and has not answered yet",
          "consumer")),
  DELIVERIES_ACKED(
      counter("router_jetstream_ack_total", "Deliveries that were acknowledged", "consumer")),
  DELIVERY_DECISIONS(
      counter(
          "router_jetstream_redelivery_decision",
          "How deliveries were answered; Prometheus appends _total",
          "consumer",
          "decision")),
  REDELIVERIES(
      counter(
          "router_jetstream_redelivery_total", "Messages that were delivered again", "consumer")),
  REDELIVERED(
      counter(
          "router_jetstream_redelivered_messages_total",
          "Messages that were delivered again",
          "consumer")),
  REDELIVERIES_ALIAS(counter("router_redelivery_total", "Messages that were delivered again")),
  REDELIVERY_BACKOFF(
      gauge(
          "router_jetstream_redelivery_backoff_ms",
          "How long the message that was refused last waits until it comes again, in milliseconds",
          "consumer")),
  DELIVERIES_EXHAUSTED(
      counter(
          "router_jetstream_maxdeliver_exhausted_total",
          "Messages that were delivered for the last time in vain",
          "consumer")),
  DEAD_LETTERS(
      counter("router_dlq_total", "Messages that were kept as dead letters", "subject", "reason")),
  INTAKE_DEAD_LETTERS(
      counter(
          "router_intake_dlq_messages_total",
          "Messages that were kept as dead letters",
          "subject",
          "reason")),
  DEAD_LETTERS_FAILED(
      counter(
          "router_intake_dlq_publish_failed_total",
          "Dead letters that could not be kept",
          "subject")),
  IDEMPOTENCY_HITS(
      counter("router_idempotency_hit_total", "Messages that had been handled before", "key_type")),
  IDEMPOTENCY_MISSES(
      counter("router_idempotency_miss_total", "Messages that were new", "key_type")),
  IDEM_HITS(counter("router_idem_hits_total", "Messages that had been handled before")),
  IDEM_MISSES(counter("router_idem_miss_total", "Messages that were new")),
  IDEM_CONFLICTS(
      counter(
          "router_idem_conflict_total", "Idempotency keys that came again with another request")),
  IDEM_EVICTIONS(
      counter(
          "router_idem_evictions_total",
          "Marks of handled messages that this node dropped from memory, for their age or for want of room"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  DeliveryMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
