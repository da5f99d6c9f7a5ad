package beamline.router.engine.flow.result;

import beamline.router.api.ExecutionReport;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterException;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.consume.DeliveryAnswers;
import beamline.router.engine.flow.open.AssignmentFacts;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.provider.ExecutionReports;
import beamline.router.spi.Delivery;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Span;
import beamline.router.spi.Transport;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a result causes, in this order: the breaker hears of it, its usage event is stored, its cost
 * is settled, it is marked as complete, it is acknowledged. A crash in between has it delivered
 * again; the usage event is then recognised by its message id. Safe for concurrent use; never
 * blocks.
 */
final class ResultAccount {
  private static final Logger LOG = LoggerFactory.getLogger(ResultAccount.class);
  private static final double NANOS_PER_MILLI = 1e6;

  private final UsageEvents usage;
  private final boolean metered;
  private final ExecutionReports reports;
  private final FlowTelemetry telemetry;
  private final DeliveryAnswers answers;

  ResultAccount(FlowContext context, DeliveryAnswers answers) {
    usage = new UsageEvents(context, new ReturnSpans(context));
    metered = context.config().get(ResultKeys.USAGE_ENABLED);
    reports = context.reports();
    telemetry = context.telemetry();
    this.answers = answers;
  }

  /** Settles the result that was begun, and ends its span. */
  void settle(Delivery delivery, ResultMessage result, OpenAssignment assignment, Span span) {
    telemetry.idempotency("result", false);
    boolean first = assignment.reportsNow();
    if (first) {
      reports.observe(report(result, assignment.facts()));
    }
    if (!metered) {
      taken(delivery, result, assignment, span);
      return;
    }
    CompletionStage<Transport.Stored> publication;
    try {
      publication = usage.publish(assignment, result, delivery.storedAtMillis(), span);
    } catch (RuntimeException e) {
      unmetered(delivery, assignment, e, span);
      return;
    }
    CompletionStage<Void> unused =
        publication.handle(
            (stored, fault) -> {
              if (fault != null) {
                unmetered(delivery, assignment, fault, span);
              } else if (stored.duplicate() && first && delivery.deliveryCount() == 1) {
                assignment.complete(); // by another node, with another result
                duplicate(delivery, assignment, span);
              } else {
                metered(delivery, result, assignment, span);
              }
              return null;
            });
  }

  private void metered(
      Delivery delivery, ResultMessage result, OpenAssignment assignment, Span span) {
    AssignmentFacts facts = assignment.facts();
    telemetry.usageEmitted(facts.tenantId(), facts.providerId(), result.statusText());
    taken(delivery, result, assignment, span);
  }

  private void taken(
      Delivery delivery, ResultMessage result, OpenAssignment assignment, Span span) {
    AssignmentFacts facts = assignment.facts();
    telemetry.resultTaken(
        facts.tenantId(),
        facts.providerId(),
        facts.jobType(),
        result.statusText(),
        result.latencyMillis());
    reports.settle(report(result, facts)); // now, since another node may have taken another result
    assignment.complete();
    answers.done(delivery);
    span.attribute("result", "taken");
    span.end();
  }

  /** The assignment has its result already: this one is counted, and done. */
  void duplicate(Delivery delivery, OpenAssignment assignment, Span span) {
    LOG.debug("assignment {} has a result already", assignment.rootId());
    telemetry.idempotency("result", true);
    telemetry.resultDuplicate(assignment.facts().tenantId());
    answers.done(delivery);
    span.attribute("result", "duplicate");
    span.end();
  }

  private void unmetered(Delivery delivery, OpenAssignment assignment, Throwable fault, Span span) {
    telemetry.usageFailed(kind(fault));
    span.failed(kind(fault), "its usage event was not stored");
    span.end();
    assignment.abort();
    answers.failed(
        delivery,
        "USAGE_EMIT_FAILED",
        "its usage event could not be stored: " + fault.getMessage(),
        assignment.facts().tenantId());
  }

  /** Workers that do not know the cost say 0: that is no measurement. */
  private static ExecutionReport report(ResultMessage result, AssignmentFacts facts) {
    ExecutionReport.Builder report =
        ExecutionReport.builder(facts.tenantId(), facts.providerId(), result.status())
            .policyId(facts.policyId());
    if (result.latencyMillis() >= 0) {
      report.latencyNanos((long) (result.latencyMillis() * NANOS_PER_MILLI));
    }
    if (result.cost() > 0) {
      report.cost(result.cost());
    }
    if (facts.reservation() != null) {
      report.reservation(facts.reservation());
    }
    String errorCode = result.errorCode();
    if (errorCode != null) {
      report.errorCode(errorCode);
    }
    return report.build();
  }

  private static String kind(@Nullable Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    return cause instanceof RouterException known
        ? known.code().name().toLowerCase(Locale.ROOT)
        : "unknown_error";
  }
}
