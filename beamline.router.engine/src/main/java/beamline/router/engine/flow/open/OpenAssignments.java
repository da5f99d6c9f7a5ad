package beamline.router.engine.flow.open;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.LogEvent;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.provider.ExecutionReports;
import beamline.router.spi.Transport;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of assignments: by the id of every attempt, and by when one is overdue. What has its
 * result is remembered for a while, so that further results are recognised. Bounded: beyond the
 * bound, what was answered first is forgotten first, then what is due first. Safe for concurrent
 * use.
 */
public final class OpenAssignments {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAssignments.class);

  /** Results that were seen before their assignment: two streams are read side by side. */
  private static final int MAX_EARLY = 10_000;

  private static final Duration EARLY = Duration.ofMinutes(1);
  private static final long MAX_GRACE_MILLIS = 2_000;

  /** Until then, whichever node took a result has settled what was reserved. */
  private static final long SETTLED_MILLIS = 5_000;

  private final AssignmentReader reader;
  private final OpenWindow window;
  private final int max;
  private final LongSupplier epochMillis;
  private final DoubleSupplier random;
  private final ExecutionReports reports;
  private final Map<String, OpenAssignment> byId = new ConcurrentHashMap<>();
  private final Map<RequestKey, OpenAssignment> byRequest = new ConcurrentHashMap<>();
  private final Cache<String, Transport.LogEntry> early =
      Caffeine.newBuilder()
          .maximumSize(MAX_EARLY)
          .expireAfterWrite(EARLY)
          .executor(Runnable::run)
          .build();
  private final DueTimes<OpenAssignment> due = new DueTimes<>();
  private final Queue<Closed> closed = new ConcurrentLinkedQueue<>();
  private final Queue<Closed> reserved = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  /** An empty index. */
  public OpenAssignments(FlowContext context) {
    reader = new AssignmentReader(context.config().get(AssignmentKeys.DEADLINE_MAX).toMillis());
    window = new OpenWindow(context.config());
    max = context.config().get(AssignmentKeys.MAX_OPEN);
    epochMillis = context.epochMillis();
    random = context.random();
    reports = context.reports();
  }

  private record RequestKey(String tenantId, String requestId) {}

  private record Closed(OpenAssignment assignment, long atMillis) {}

  /** The assignment of this id, whichever attempt it names; null when it is not known. */
  public @Nullable OpenAssignment find(String assignmentId) {
    return byId.get(assignmentId);
  }

  /** The last assignment for a request of a tenant; null when there is none. */
  public @Nullable OpenAssignment find(String tenantId, String requestId) {
    return byRequest.get(new RequestKey(tenantId, requestId));
  }

  /** How many wait for a result. */
  public int waiting() {
    return open.get();
  }

  /**
   * Takes an attempt from the stream.
   *
   * @return the result that was read before it, to be looked at now
   */
  Transport.@Nullable LogEntry stored(Transport.LogEntry entry) {
    AssignmentReader.Attempt read = reader.read(entry.message());
    if (read == null) {
      LOG.debug("{} {} is no assignment", entry.message().subject(), entry.sequence());
      return null;
    }
    OpenAssignment assignment = known(read);
    if (read.number() > 1) {
      byId.put(read.id(), assignment);
    }
    if (assignment.attempted(read, entry.storedAtMillis(), entry.message())) {
      due.add(dueAt(entry.storedAtMillis(), read.deadlineMillis()), assignment);
    }
    return early.asMap().remove(read.id());
  }

  private OpenAssignment known(AssignmentReader.Attempt read) {
    OpenAssignment known = byId.get(read.rootId());
    if (known != null) {
      return known;
    }
    AssignmentFacts facts = read.facts();
    OpenAssignment opened = new OpenAssignment(read.rootId(), facts);
    OpenAssignment earlier = byId.putIfAbsent(read.rootId(), opened);
    if (earlier != null) {
      return earlier;
    }
    if (!facts.requestId().isEmpty()) {
      byRequest.put(new RequestKey(facts.tenantId(), facts.requestId()), opened);
    }
    open.incrementAndGet();
    if (held.incrementAndGet() > max) {
      makeRoom();
    }
    return opened;
  }

  /** A result that will be accepted is stored. */
  public void answered(OpenAssignment assignment, long storedAtMillis) {
    close(assignment, assignment.answered(), storedAtMillis);
  }

  /**
   * Keeps a stored result whose assignment is not known, until that is read.
   *
   * @return false when it was read meanwhile: the result is to be looked at again
   */
  public boolean keepEarly(String assignmentId, Transport.LogEntry result) {
    early.put(assignmentId, result);
    return byId.get(assignmentId) == null || early.asMap().remove(assignmentId) == null;
  }

  /** The loss of an assignment is stored. */
  public void lost(String rootId, long storedAtMillis) {
    OpenAssignment assignment = byId.get(rootId);
    if (assignment != null) {
      close(assignment, assignment.lost(), storedAtMillis);
    }
  }

  private void close(OpenAssignment assignment, boolean waited, long atMillis) {
    if (waited) {
      open.decrementAndGet();
      closed.add(new Closed(assignment, atMillis));
      if (assignment.facts().reservation() != null) {
        reserved.add(new Closed(assignment, epochMillis.getAsLong()));
      }
    }
  }

  /**
   * Takes those whose last attempt is overdue, at most about this many. Each is somewhat later than
   * its deadline, by another time at every node, so that not all nodes act at once.
   */
  public List<OpenAssignment> takeOverdue(int most) {
    return due.take(epochMillis.getAsLong(), most);
  }

  /** Looks at one again after this time. */
  public void again(OpenAssignment assignment, long millis) {
    due.add(epochMillis.getAsLong() + millis, assignment);
  }

  private long dueAt(long storedAtMillis, long deadlineMillis) {
    long grace = Math.min(deadlineMillis / 10 + 1, MAX_GRACE_MILLIS);
    return storedAtMillis + deadlineMillis + grace + (long) (grace * random.getAsDouble());
  }

  /** What was reserved for work that is lost, or was settled at another node, comes back. */
  public void releaseReserved() {
    long latest = epochMillis.getAsLong() - SETTLED_MILLIS;
    Closed first = reserved.peek();
    while (first != null && first.atMillis() <= latest) {
      String reservation = first.assignment().facts().reservation();
      if (reserved.remove(first) && reservation != null) {
        reports.release(reservation);
      }
      first = reserved.peek();
    }
  }

  /** Forgets what had its result long ago. */
  public void forgetOld() {
    long oldest = epochMillis.getAsLong() - window.remembered().toMillis();
    Closed first = closed.peek();
    while (first != null && first.atMillis() < oldest) {
      if (closed.remove(first)) {
        forget(first.assignment());
      }
      first = closed.peek();
    }
  }

  private void makeRoom() {
    Closed first = closed.poll();
    OpenAssignment victim = first == null ? due.takeFirst() : first.assignment();
    if (victim != null) {
      if (first == null && victim.lost()) {
        open.decrementAndGet();
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.ASSIGNMENT_NOT_WATCHED)
            .addKeyValue("assignment_id", victim.rootId())
            .addKeyValue("max_open", max)
            .log("too many assignments are open, one is not watched any more");
      }
      forget(victim);
    }
  }

  private void forget(OpenAssignment assignment) {
    if (!byId.remove(assignment.rootId(), assignment)) {
      return;
    }
    held.decrementAndGet();
    for (int attempt = assignment.attempts(); attempt > 1; attempt--) {
      byId.remove(Attempts.id(assignment.rootId(), attempt), assignment);
    }
    AssignmentFacts facts = assignment.facts();
    byRequest.remove(new RequestKey(facts.tenantId(), facts.requestId()), assignment);
  }
}
