package beamline.router.engine.flow.open;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.Health;
import beamline.router.engine.flow.Flow;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.FlowStreams;
import beamline.router.spi.Transport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Reads the streams of assignments and of results along, so that the index is the same at every
 * node and after every start. It has started once it has read what the streams held: assignments
 * first, then the results that belong to them.
 */
public final class AssignmentLogs implements Flow {
  /** The reason of a dead letter that reports the loss of an assignment. */
  public static final String LOST = "ASSIGNMENT_LOST";

  private static final String REASON = "x-dlq-reason";

  private final Transport transport;
  private final FlowContext context;
  private final RouterConfig config;
  private final OpenAssignments index;
  private final Consumer<Transport.LogEntry> results;
  private final Queue<Transport.Following> followings = new ConcurrentLinkedQueue<>();
  private volatile boolean complete;

  /**
   * Fills this index.
   *
   * @param results takes every stored result, and tells the index of those that are valid
   */
  public AssignmentLogs(
      FlowContext context, OpenAssignments index, Consumer<Transport.LogEntry> results) {
    this.transport = context.transport();
    this.context = context;
    this.config = context.config();
    this.index = index;
    this.results = results;
  }

  @Override
  public String name() {
    return "open-assignments";
  }

  @Override
  public CompletionStage<Void> start() {
    stopTaking();
    long from = context.epochMillis().getAsLong() - new OpenWindow(config).read().toMillis();
    return all(assignmentLogs(), from, this::assignment)
        .thenCompose(nothing -> all(Set.of(config.get(ResultKeys.SUBJECT)), from, results))
        .thenRun(() -> complete = true);
  }

  /** A loss is reported on the subject of the assignment with a suffix, or on the one for all. */
  private Set<String> assignmentLogs() {
    Set<String> subjects = new LinkedHashSet<>(FlowStreams.assignmentSubjects(config));
    if (config.get(ResultKeys.DEAD_LETTER_ENABLED)) {
      config.get(ResultKeys.DEAD_LETTER_SUBJECT).ifPresent(subjects::add);
      String subject = config.get(AssignmentKeys.SUBJECT);
      if (subjects.contains(subject)) {
        subjects.add(subject + ".dlq");
      }
    }
    return subjects;
  }

  private CompletionStage<Void> all(
      Set<String> subjects, long from, Consumer<Transport.LogEntry> handler) {
    List<CompletableFuture<?>> caughtUp = new ArrayList<>();
    for (String subject : subjects) {
      Transport.Following following = transport.follow(subject, from, handler);
      followings.add(following);
      caughtUp.add(following.caughtUp().toCompletableFuture());
    }
    return CompletableFuture.allOf(caughtUp.toArray(CompletableFuture<?>[]::new));
  }

  /** Whether the index knows what the streams hold: not while the connection is down, for one. */
  public boolean isCurrent() {
    if (!complete) {
      return false;
    }
    for (Transport.Following following : followings) {
      if (!following.isCurrent()) {
        return false;
      }
    }
    return true;
  }

  private void assignment(Transport.LogEntry entry) {
    String reason = entry.message().headers().get(REASON);
    if (reason == null) {
      if (!entry.message().subject().equals(config.get(ResultKeys.ACK_SUBJECT))) {
        Transport.LogEntry early = index.stored(entry);
        if (early != null) {
          results.accept(early);
        }
      }
      return;
    }
    String rootId = entry.message().headers().get(Attempts.ROOT);
    if (reason.equals(LOST) && rootId != null) {
      index.lost(rootId, entry.storedAtMillis());
    }
  }

  @Override
  public void stopTaking() {
    complete = false;
    for (Transport.Following next = followings.poll(); next != null; next = followings.poll()) {
      next.close();
    }
  }

  @Override
  public Health.Component health() {
    return new Health.Component(
        name(), Health.Status.UP, index.waiting() + " assignments wait for a result");
  }
}
