package beamline.router.micrometer;

/** What is written down of deliveries, of dead letters, and of what was handled before. */
interface DeliveryEvents extends FlowEvents {

  @Override
  default void delivered(String durable) {
    ledger().count(DeliveryMetric.DELIVERIES, consumer(durable));
  }

  @Override
  default void deliveriesHeld(String durable, long count) {
    ledger().set(DeliveryMetric.UNANSWERED, (double) count, consumer(durable));
  }

  @Override
  default void deliveryAnswered(String durable, String answer) {
    ledger().count(DeliveryMetric.DELIVERY_DECISIONS, consumer(durable), reason(answer));
    if (answer.equals("ack")) {
      ledger().count(DeliveryMetric.DELIVERIES_ACKED, consumer(durable));
    }
  }

  @Override
  default void redelivered(String durable, int deliveryCount) {
    ledger().count(DeliveryMetric.REDELIVERIES, consumer(durable));
    ledger().count(DeliveryMetric.REDELIVERED, consumer(durable));
    ledger().count(DeliveryMetric.REDELIVERIES_ALIAS);
  }

  @Override
  default void redeliveryPlanned(String durable, long waitNanos) {
    ledger().set(DeliveryMetric.REDELIVERY_BACKOFF, Meters.millis(waitNanos), consumer(durable));
  }

  @Override
  default void deliveriesExhausted(String durable) {
    ledger().count(DeliveryMetric.DELIVERIES_EXHAUSTED, consumer(durable));
  }

  @Override
  default void deadLettered(String subject, String reason) {
    ledger().count(DeliveryMetric.DEAD_LETTERS, subject(subject), reason(reason));
    ledger().count(DeliveryMetric.INTAKE_DEAD_LETTERS, subject(subject), reason(reason));
  }

  @Override
  default void deadLetterFailed(String subject) {
    ledger().count(DeliveryMetric.DEAD_LETTERS_FAILED, subject(subject));
  }

  @Override
  default void idempotency(String kind, boolean seenBefore) {
    ledger()
        .count(
            seenBefore ? DeliveryMetric.IDEMPOTENCY_HITS : DeliveryMetric.IDEMPOTENCY_MISSES,
            reason(kind));
    ledger().count(seenBefore ? DeliveryMetric.IDEM_HITS : DeliveryMetric.IDEM_MISSES);
  }

  @Override
  default void idempotencyConflict(String kind) {
    ledger().count(DeliveryMetric.IDEM_CONFLICTS);
  }

  @Override
  default void idempotencyEvicted(String kind) {
    ledger().count(DeliveryMetric.IDEM_EVICTIONS);
  }
}
