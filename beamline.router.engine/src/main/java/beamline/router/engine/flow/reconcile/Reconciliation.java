package beamline.router.engine.flow.reconcile;

import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.LogEvent;
import beamline.router.engine.flow.Flow;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.deadletter.DeadLetter;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.engine.flow.open.AssignmentFacts;
import beamline.router.engine.flow.open.AssignmentLogs;
import beamline.router.engine.flow.open.Attempts;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.flow.open.OpenAssignment.Pending;
import beamline.router.engine.flow.open.OpenAssignments;
import beamline.router.spi.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers acknowledge nothing and may lose an assignment without a word: so each that is overdue is
 * sent again, as often as its policy allows, and reported as lost after that. All nodes watch; the
 * stream keeps the first of what they publish, and only the node that published it counts it and
 * tells the breaker. A result that comes later still counts. Safe for concurrent use.
 */
public final class Reconciliation implements Flow {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
  private static final long TICK_MILLIS = 50;
  private static final long AGAIN_MILLIS = 1_000;
  private static final int MAX_UNDER_WAY = 1_024;

  private final FlowContext context;
  private final OpenAssignments index;
  private final BooleanSupplier current;
  private final DeadLetters deadLetters;
  private final AttemptLimits limits;
  private final AtomicInteger underWay = new AtomicInteger();

  /** What was tried before and may have been stored: a duplicate of it is no other node's. */
  private final Set<String> tried = ConcurrentHashMap.newKeySet();

  private @Nullable ScheduledFuture<?> timer;
  private int told = -1;

  /**
   * Watches the assignments of this index.
   *
   * @param current whether the index knows what the streams hold
   */
  public Reconciliation(
      FlowContext context,
      OpenAssignments index,
      BooleanSupplier current,
      DeadLetters deadLetters,
      AttemptLimits limits) {
    this.context = context;
    this.index = index;
    this.current = current;
    this.deadLetters = deadLetters;
    this.limits = limits;
  }

  @Override
  public String name() {
    return "reconciliation";
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    stopTaking();
    timer =
        context
            .scheduler()
            .scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized void stopTaking() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void tick() {
    try {
      index.forgetOld();
      index.releaseReserved();
      int waiting = index.waiting();
      if (waiting != told) {
        told = waiting;
        context.telemetry().assignmentsOpen(waiting);
      }
      int free = MAX_UNDER_WAY - underWay.get();
      if (free > 0 && current.getAsBoolean()) { // else results may be there that were not read
        index.takeOverdue(free).forEach(this::overdue);
      }
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.RECONCILIATION_FAILED)
          .setCause(e)
          .log("overdue assignments could not be looked at; they will be again");
    }
  }

  private void overdue(OpenAssignment assignment) {
    Pending pending = assignment.pending();
    if (pending == null) {
      if (assignment.isBusy()) {
        index.again(assignment, AGAIN_MILLIS);
      }
      return;
    }
    long now = context.epochMillis().getAsLong();
    if (now - pending.storedAtMillis() <= pending.deadlineMillis()) {
      return; // an earlier attempt was overdue; the last one has its own time
    }
    AssignmentFacts facts = assignment.facts();
    if (pending.attempt() < limits.maxAttempts(facts.tenantId(), facts.policyId())
        && context.controls().assignmentsEnabled()
        && context.controls().pushTenants().permits(facts.tenantId())) {
      resend(assignment, pending);
    } else {
      lose(assignment, pending);
    }
  }

  private void resend(OpenAssignment assignment, Pending pending) {
    int number = pending.attempt() + 1;
    Message next = NextAttempt.of(pending.message(), assignment.rootId(), number);
    act(
        assignment,
        Attempts.id(assignment.rootId(), number),
        context.transport().publishAcknowledged(next).thenApply(stored -> !stored.duplicate()),
        first -> {
          if (first) {
            LOG.atInfo()
                .addKeyValue(LogEvent.KEY, LogEvent.ASSIGNMENT_SENT_AGAIN)
                .addKeyValue("tenant_id", assignment.facts().tenantId())
                .addKeyValue("assignment_id", assignment.rootId())
                .log("an assignment has no result and is sent again");
            context.telemetry().assignmentResent(assignment.facts().tenantId());
            timedOut(assignment.facts(), pending);
          }
        });
  }

  private void lose(OpenAssignment assignment, Pending pending) {
    AssignmentFacts facts = assignment.facts();
    DeadLetter letter =
        DeadLetter.of(
                withRoot(pending.message(), assignment.rootId()),
                DeadLetter.Kind.PROCESSING_ERROR,
                AssignmentLogs.LOST,
                "no result of " + pending.attempt() + " attempts within their deadlines")
            .tenant(facts.tenantId())
            .id("lost-" + assignment.rootId())
            .with("root_assignment_id", assignment.rootId())
            .with("request_id", facts.requestId())
            .with("provider_id", facts.providerId())
            .with("policy_id", facts.policyId())
            .with("attempts", Integer.toString(pending.attempt()));
    act(
        assignment,
        "lost-" + assignment.rootId(),
        deadLetters.keep(letter),
        first -> {
          index.lost(assignment.rootId(), context.epochMillis().getAsLong());
          if (first) {
            context.telemetry().assignmentLost(facts.tenantId());
            timedOut(facts, pending);
          }
        });
  }

  /** Does something that all nodes do, once for all of them; again later when it fails. */
  private void act(
      OpenAssignment assignment, String id, CompletionStage<Boolean> stored, Done done) {
    underWay.incrementAndGet();
    CompletionStage<Void> unused =
        stored.handle(
            (first, fault) -> {
              underWay.decrementAndGet();
              if (fault == null) {
                boolean repeated = tried.remove(id);
                done.by(first || repeated);
              } else {
                tried.add(id);
                LOG.debug("assignment {} is looked at again: {}", assignment.rootId(), id, fault);
                index.again(assignment, AGAIN_MILLIS);
              }
              return null;
            });
  }

  /** What follows once it is stored. */
  @FunctionalInterface
  private interface Done {
    void by(boolean thisNode);
  }

  private void timedOut(AssignmentFacts facts, Pending pending) {
    context
        .reports()
        .take(
            ExecutionReport.builder(facts.tenantId(), facts.providerId(), Status.TIMEOUT)
                .policyId(facts.policyId())
                .errorCode("TIMEOUT")
                .latency(Duration.ofMillis(pending.deadlineMillis()))
                .build());
  }

  private static Message withRoot(Message message, String rootId) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(message.headers());
    headers.put(Attempts.ROOT, rootId);
    return Message.of(message.subject(), message.payload(), headers);
  }
}
