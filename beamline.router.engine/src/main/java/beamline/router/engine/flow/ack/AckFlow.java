package beamline.router.engine.flow.ack;

import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.Health;
import beamline.router.engine.flow.Flow;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.consume.DeliveryAnswers;
import beamline.router.engine.flow.consume.UntilCurrent;
import beamline.router.engine.flow.deadletter.DeadLetter;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.flow.open.OpenAssignments;
import beamline.router.engine.flow.result.InvalidMessageException;
import beamline.router.engine.flow.result.ReturnSpans;
import beamline.router.engine.flow.result.TenantCheck;
import beamline.router.engine.flow.result.TolerantFields;
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Message;
import beamline.router.spi.Span;
import beamline.router.spi.Transport;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Takes acknowledgements of assignments (routing contract 2.6, 7.4): each status of an assignment
 * is counted once, and a listener hears of it. Nothing is stored, so that a node that starts anew
 * counts what is delivered again.
 */
public final class AckFlow implements Flow {
  private static final Duration INDEX_LAG = Duration.ofMillis(100);
  private static final String UNKNOWN = "UNKNOWN_ASSIGNMENT";

  private final Transport transport;
  private final OpenAssignments index;
  private final TenantCheck tenants;
  private final AckListener listener;
  private final FlowTelemetry telemetry;
  private final ReturnSpans spans;
  private final DurableConsumer consumer;
  private final DeliveryAnswers answers;
  private final UntilCurrent untilCurrent;
  private final boolean once;
  private final Cache<Seen, Boolean> seen;

  private record Seen(String rootId, String status) {}

  private record Ack(String assignmentId, String status, String tenantId) {}

  /**
   * Takes acknowledgements of the assignments in this index.
   *
   * @param current whether the index knows what the streams hold
   */
  public AckFlow(
      FlowContext context,
      OpenAssignments index,
      BooleanSupplier current,
      DeadLetters deadLetters,
      AckListener listener) {
    RouterConfig config = context.config();
    transport = context.transport();
    telemetry = context.telemetry();
    spans = new ReturnSpans(context);
    this.index = index;
    this.listener = listener;
    tenants = new TenantCheck(context, "ack_denied");
    int maxDeliver = config.get(ResultKeys.CONSUMER_MAX_DELIVER);
    consumer =
        new DurableConsumer(
            config.get(ResultKeys.ACK_DURABLE),
            config.get(ResultKeys.ACK_SUBJECT),
            config.get(ResultKeys.CONSUMER_ACK_WAIT),
            DeliveryAnswers.atServer(maxDeliver),
            List.of(),
            config.get(ResultKeys.CONSUMER_MAX_IN_FLIGHT));
    answers = new DeliveryAnswers(consumer, maxDeliver, context, deadLetters);
    untilCurrent = new UntilCurrent(current, answers, consumer);
    once = config.get(ResultKeys.IDEMPOTENCY_ENABLED);
    seen =
        Caffeine.newBuilder()
            .maximumSize(config.get(ResultKeys.IDEMPOTENCY_MAX_ENTRIES))
            .expireAfterWrite(config.get(ResultKeys.IDEMPOTENCY_TTL))
            .ticker(context.nanoTime()::getAsLong)
            .executor(Runnable::run)
            .evictionListener((seen, mark, cause) -> telemetry.idempotencyEvicted("ack"))
            .build();
  }

  @Override
  public String name() {
    return "acknowledgements";
  }

  @Override
  public CompletionStage<Void> start() {
    Transport.Subscription unused = transport.consume(consumer, this::take);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Health.Component health() {
    return answers.health(name());
  }

  @Override
  public void stopTaking() {
    untilCurrent.stop();
  }

  private void take(Delivery delivery) {
    answers.take(delivery, this::handle);
  }

  private void handle(Delivery delivery) {
    Ack ack;
    try {
      ack = read(delivery.message());
    } catch (InvalidMessageException e) {
      telemetry.ackInvalid(e.reason());
      answers.bury(delivery, letter(delivery, e.reason(), e.detail()));
      return;
    }
    OpenAssignment assignment = index.find(ack.assignmentId());
    if (assignment == null) {
      unknown(delivery);
      return;
    }
    String tenantId = assignment.facts().tenantId();
    String claimed = ack.tenantId().isEmpty() ? null : ack.tenantId();
    String refusal = tenants.refusal(delivery.message(), claimed, assignment);
    Span span = spans.begin(SpanNames.PROCESS_ACK, delivery.message(), assignment);
    span.attribute("status", ack.status());
    if (refusal != null) {
      span.failed(refusal, "refused because of its tenant");
      span.end();
      telemetry.ackTenantRejected(tenantId, refusal);
      tenants.tell(delivery.message(), claimed, assignment, refusal, null);
      answers.bury(
          delivery,
          letter(delivery, "TENANT_VALIDATION_FAILED", refusal)
              .tenant(tenantId)
              .with("assignment_id", ack.assignmentId()));
      return;
    }
    taken(assignment, ack.status());
    answers.done(delivery);
    span.end();
  }

  private void taken(OpenAssignment assignment, String status) {
    String tenantId = assignment.facts().tenantId();
    boolean before =
        once
            && seen.asMap().putIfAbsent(new Seen(assignment.rootId(), status), Boolean.TRUE)
                != null;
    telemetry.idempotency("ack", before);
    if (before) {
      telemetry.ackDuplicate(tenantId);
    } else {
      telemetry.ackTaken(tenantId, status);
      listener.acknowledged(assignment, status);
    }
  }

  /** It may be that of another node that is read in a moment. */
  private void unknown(Delivery delivery) {
    if (untilCurrent.keeps(delivery, () -> handle(delivery))) {
      return;
    }
    if (answers.comesAgain(delivery)) {
      answers.later(delivery, INDEX_LAG.multipliedBy(1L << Math.min(6, delivery.deliveryCount())));
    } else {
      telemetry.ackInvalid(UNKNOWN);
      answers.failed(
          delivery, UNKNOWN, "its assignment is not known, or was forgotten since", null);
    }
  }

  private static DeadLetter letter(Delivery delivery, String reason, String detail) {
    return DeadLetter.of(delivery.message(), DeadLetter.Kind.VALIDATION_FAILED, reason, detail);
  }

  private static Ack read(Message message) throws InvalidMessageException {
    TolerantFields fields = TolerantFields.of(message, "exec_ack");
    String assignmentId = fields.text("assignment_id");
    if (assignmentId == null) {
      throw new InvalidMessageException("MISSING_CORRELATION_ID", "assignment_id is not there");
    }
    String status = fields.text("status");
    if (status == null) {
      throw new InvalidMessageException("MISSING_STATUS", "status is not there");
    }
    if (!List.of("accepted", "rejected", "error").contains(status)) {
      throw new InvalidMessageException(
          "INVALID_STATUS", "status must be accepted, rejected or error");
    }
    String tenantId = fields.text("tenant_id");
    return new Ack(assignmentId, status, tenantId == null ? "" : tenantId);
  }
}
