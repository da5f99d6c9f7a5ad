package beamline.router.engine.flow.result;

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
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Span;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Takes results: decode, validate, resolve the assignment, check the tenant, then hand it over to
 * be accounted (routing contract 7.3). Handles as many at a time as are delivered: none waits for
 * another, except for one of the same assignment.
 */
public final class ResultFlow implements Flow {
  /** An unknown assignment may have been published by another node a moment ago. */
  private static final Duration INDEX_LAG = Duration.ofMillis(100);

  private static final Duration LONGEST_LAG = Duration.ofSeconds(5);

  private static final int UNKNOWN_DELIVERIES = 4;
  private static final String UNKNOWN = "UNKNOWN_ASSIGNMENT";

  private final Transport transport;
  private final OpenAssignments index;
  private final UntilCurrent untilCurrent;
  private final TenantCheck tenants;
  private final ResultAccount account;
  private final DeliveryAnswers answers;
  private final FlowTelemetry telemetry;
  private final ReturnSpans spans;
  private final DurableConsumer consumer;
  private final LongSupplier epochMillis;

  /**
   * Takes results of the assignments in this index.
   *
   * @param current whether the index knows what the streams hold
   */
  public ResultFlow(
      FlowContext context,
      OpenAssignments index,
      BooleanSupplier current,
      DeadLetters deadLetters) {
    RouterConfig config = context.config();
    int maxDeliver = maxDeliver(config);
    transport = context.transport();
    telemetry = context.telemetry();
    spans = new ReturnSpans(context);
    epochMillis = context.epochMillis();
    this.index = index;
    tenants = new TenantCheck(context, "result_denied");
    consumer =
        new DurableConsumer(
            config.get(ResultKeys.DURABLE),
            config.get(ResultKeys.SUBJECT),
            config.get(ResultKeys.CONSUMER_ACK_WAIT),
            DeliveryAnswers.atServer(maxDeliver),
            List.of(),
            config.get(ResultKeys.CONSUMER_MAX_IN_FLIGHT));
    answers = new DeliveryAnswers(consumer, maxDeliver, context, deadLetters);
    untilCurrent = new UntilCurrent(current, answers, consumer);
    account = new ResultAccount(context, answers);
  }

  /** Results have a number of their own, unless only the one for every kind was set. */
  private static int maxDeliver(RouterConfig config) {
    boolean general =
        config.origin(ResultKeys.MAX_DELIVER).isEmpty()
            && config.origin(ResultKeys.CONSUMER_MAX_DELIVER).isPresent();
    return config.get(general ? ResultKeys.CONSUMER_MAX_DELIVER : ResultKeys.MAX_DELIVER);
  }

  @Override
  public String name() {
    return "results";
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
    ResultMessage result;
    try {
      result = ResultReader.read(delivery.message());
    } catch (InvalidMessageException e) {
      telemetry.resultInvalid(e.reason());
      answers.bury(
          delivery,
          DeadLetter.of(
              delivery.message(), DeadLetter.Kind.VALIDATION_FAILED, e.reason(), e.detail()));
      return;
    }
    OpenAssignment assignment = result.assignmentIn(index);
    if (assignment == null) {
      unknown(delivery, result);
      return;
    }
    String refusal = tenants.refusal(delivery.message(), result.tenantId(), assignment);
    if (refusal == null) {
      begin(delivery, result, assignment);
    } else {
      refused(delivery, result, assignment, refusal);
    }
  }

  private void begin(Delivery delivery, ResultMessage result, OpenAssignment assignment) {
    switch (assignment.begin(delivery.sequence(), () -> handle(delivery))) {
      case FIRST ->
          account.settle(delivery, result, assignment, span(delivery, result, assignment));
      case AGAIN -> answers.done(delivery); // our acknowledgement was lost
      case DUPLICATE -> account.duplicate(delivery, assignment, span(delivery, result, assignment));
      case BUSY -> {
        // called again when the other one has ended
      }
    }
  }

  private Span span(Delivery delivery, ResultMessage result, OpenAssignment assignment) {
    Span span = spans.begin(SpanNames.PROCESS_RESULT, delivery.message(), assignment);
    if (span.isRecording()) {
      span.attribute("status", result.statusText());
      if (result.latencyMillis() >= 0) {
        span.attribute("latency_ms", result.latencyMillis());
      }
      if (result.cost() >= 0) {
        span.attribute("cost", result.cost());
      }
    }
    return span;
  }

  private void refused(
      Delivery delivery, ResultMessage result, OpenAssignment assignment, String refusal) {
    String tenantId = assignment.facts().tenantId();
    Span span = span(delivery, result, assignment);
    span.failed(refusal, "refused because of its tenant");
    span.end();
    telemetry.resultTenantRejected(tenantId, refusal);
    tenants.tell(delivery.message(), result.tenantId(), assignment, refusal, result.workerId());
    if (refusal.equals(TenantCheck.HEADER_MISMATCH)) {
      telemetry.contractViolated(delivery.message().subject());
    }
    answers.bury(
        delivery,
        described(
            DeadLetter.of(
                    delivery.message(),
                    DeadLetter.Kind.VALIDATION_FAILED,
                    "TENANT_VALIDATION_FAILED",
                    refusal)
                .tenant(tenantId),
            result));
  }

  private void unknown(Delivery delivery, ResultMessage result) {
    if (untilCurrent.keeps(delivery, () -> handle(delivery))) {
      return;
    }
    if (delivery.deliveryCount() == 1) {
      answers.later(delivery, INDEX_LAG);
    } else if (delivery.deliveryCount() < UNKNOWN_DELIVERIES || isFresh(delivery)) {
      answers.failed(delivery, UNKNOWN, "its assignment is not known", result.tenantId());
    } else {
      telemetry.resultInvalid(UNKNOWN);
      answers.bury(
          delivery,
          described(
              DeadLetter.of(
                      delivery.message(),
                      DeadLetter.Kind.PROCESSING_ERROR,
                      UNKNOWN,
                      "its assignment is not known, or was forgotten since")
                  .tenant(result.tenantId()),
              result));
    }
  }

  private boolean isFresh(Delivery delivery) {
    return epochMillis.getAsLong() - delivery.storedAtMillis() < LONGEST_LAG.toMillis();
  }

  private static DeadLetter described(DeadLetter letter, ResultMessage result) {
    return letter
        .with("assignment_id", result.assignmentId())
        .with("request_id", result.requestId())
        .with("worker_id", result.workerId());
  }
}
