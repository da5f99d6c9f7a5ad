package beamline.router.engine.tenant;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.engine.json.Printable;
import beamline.router.spi.TenantStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what was exceeded for a second, and then tells the store, off the decision path:
 * refusals of the same thing in that time are one. Beyond a thousand different ones in that time,
 * more are counted and told to the log only. Safe for concurrent use.
 */
public final class Violations {
  private static final Logger LOG = LoggerFactory.getLogger(Violations.class);
  private static final int MAX_KINDS = 1000;
  private static final int LONGEST_ID = 255;
  private static final long PERIOD_MILLIS = 1000;

  private final TenantStore store;
  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final LongSupplier epochMillis;
  private final Map<Kind, Tally> collected = new ConcurrentHashMap<>();
  private final LongAdder lost = new LongAdder();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private record Kind(
      String tenantId, Optional<String> userId, QuotaViolation.Type type, String resourceId) {}

  /** How often something was refused. One that is counted while it is told may be lost. */
  private static final class Tally {
    private final long sinceMillis;
    private final LongAdder times = new LongAdder();
    private volatile long limit;
    private volatile long current;

    private Tally(long sinceMillis) {
      this.sinceMillis = sinceMillis;
    }

    private void count(long most, long now) {
      limit = most;
      current = now;
      times.increment();
    }

    /** Every refused request is one more than a rate limit allows. */
    private QuotaViolation violation(Kind kind) {
      long count = Math.max(1, times.sum());
      return new QuotaViolation(
          kind.tenantId(),
          kind.userId(),
          kind.type(),
          limit,
          kind.type() == QuotaViolation.Type.RATE ? limit + count : current,
          kind.resourceId(),
          count,
          Instant.ofEpochMilli(sinceMillis));
    }
  }

  /** Tells this store. */
  public Violations(
      TenantStore store,
      Executor executor,
      ScheduledExecutorService scheduler,
      LongSupplier epochMillis) {
    this.store = store;
    this.executor = executor;
    this.scheduler = scheduler;
    this.epochMillis = epochMillis;
  }

  /** A decision was refused; only refusals for a rate limit or a budget are taken. */
  public void refused(RouteRequest request, RouteRejection rejection) {
    Map<String, Object> details = rejection.details();
    if (rejection.code() == ErrorCode.RATE_LIMIT_EXCEEDED) {
      boolean ofUser = "user".equals(details.get("scope"));
      long limit = ((Number) details.getOrDefault("limit", 0)).longValue();
      take(
          request.tenantId(),
          ofUser ? request.userId() : Optional.empty(),
          QuotaViolation.Type.RATE,
          limit,
          limit + 1,
          String.valueOf(details.get("identifier")));
    } else if (rejection.code() == ErrorCode.BUDGET_EXCEEDED) {
      take(
          request.tenantId(),
          Optional.empty(),
          QuotaViolation.Type.BUDGET,
          micros(details.get("limit")),
          micros(details.get("spent")) + micros(details.get("reserved")),
          String.valueOf(details.get("identifier")));
    }
  }

  private static long micros(@Nullable Object units) {
    return units instanceof Number number ? Math.round(number.doubleValue() * 1e6) : 0;
  }

  /** Something was exceeded. */
  public void take(
      String tenantId,
      Optional<String> userId,
      QuotaViolation.Type type,
      long limit,
      long current,
      String resourceId) {
    Kind kind =
        new Kind(
            tenantId,
            userId.map(id -> Printable.of(id, LONGEST_ID)),
            type,
            Printable.of(resourceId, LONGEST_ID));
    Tally tally = collected.get(kind);
    if (tally == null && collected.size() >= MAX_KINDS) {
      lost.increment();
    } else {
      if (tally == null) {
        tally = collected.computeIfAbsent(kind, first -> new Tally(epochMillis.getAsLong()));
      }
      tally.count(limit, current);
    }
    if (scheduled.compareAndSet(false, true)) {
      tellSoon();
    }
  }

  private void tellSoon() {
    try {
      ScheduledFuture<?> unused =
          scheduler.schedule(this::tellLater, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing: violations are not told any more");
    }
  }

  private void tellLater() {
    try {
      executor.execute(this::tell);
    } catch (RejectedExecutionException e) {
      scheduled.set(false); // the next refusal tries again
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.QUOTA_VIOLATIONS_NOT_RECORDED)
          .addKeyValue("reason", e.getMessage())
          .log("violations are not recorded yet");
    }
  }

  /** Tells the store what was collected. */
  public void tell() {
    scheduled.set(false);
    List<QuotaViolation> list = new ArrayList<>();
    for (Kind kind : List.copyOf(collected.keySet())) {
      Tally tally = collected.remove(kind);
      if (tally != null) {
        list.add(tally.violation(kind));
      }
    }
    long more = lost.sumThenReset();
    if (more > 0) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.QUOTA_VIOLATIONS_NOT_RECORDED)
          .addKeyValue("refusals", more)
          .log("more refusals were not recorded: too many at a time");
    }
    if (list.isEmpty()) {
      return;
    }
    try {
      store.violated(list);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.QUOTA_VIOLATIONS_NOT_RECORDED)
          .addKeyValue("violations", list.size())
          .addKeyValue("reason", e.getMessage())
          .log("violations are not recorded");
    }
  }
}
