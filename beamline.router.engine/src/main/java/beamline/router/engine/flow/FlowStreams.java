package beamline.router.engine.flow;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.IntakeKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.Health;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The streams that the flows rely on, declared in one place. Decide requests are in none of them:
 * their answers would come second, after the stream's confirmation.
 */
public final class FlowStreams implements Flow {
  private static final Duration DAY = Duration.ofDays(1);

  /** Long enough for every retry of a publication and for a reconnection in between. */
  private static final Duration RETRIES = Duration.ofMinutes(2);

  /** Usage waits for whoever bills it, dead letters for whoever looks after them. */
  private static final Duration MONTH = Duration.ofDays(30);

  private final Transport transport;
  private final RouterConfig config;

  /** The streams that this configuration asks for. */
  public FlowStreams(Transport transport, RouterConfig config) {
    this.transport = transport;
    this.config = config;
  }

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public CompletionStage<Void> start() {
    if (!transport.hasStreams()) {
      return CompletableFuture.completedFuture(null);
    }
    return declare("BEAMLINE_ASSIGNMENTS", assignmentSubjects(config), DAY, RETRIES)
        .thenCompose(
            name ->
                declare("BEAMLINE_RESULTS", List.of(config.get(ResultKeys.SUBJECT)), DAY, RETRIES))
        .thenCompose(name -> usage())
        .thenCompose(name -> deadLetters());
  }

  @Override
  public Health.Component health() {
    return transport.hasStreams()
        ? Flow.super.health()
        : new Health.Component(name(), Health.Status.UP, "none: nothing is assigned");
  }

  private CompletionStage<String> usage() {
    Duration window = config.get(ResultKeys.IDEMPOTENCY_TTL);
    return declare(
        "BEAMLINE_USAGE",
        List.of(config.get(ResultKeys.USAGE_SUBJECT)),
        window.compareTo(MONTH) > 0 ? window : MONTH,
        window);
  }

  /** Everything below the prefixes of assignments, acknowledgements among it. */
  public static List<String> assignmentSubjects(RouterConfig config) {
    Set<String> subjects = new LinkedHashSet<>();
    for (String prefix : config.get(AssignmentKeys.SUBJECT_PREFIXES)) {
      if (prefix.endsWith(".")) {
        subjects.add(prefix + ">");
      }
    }
    addUnlessHeld(subjects, config.get(AssignmentKeys.SUBJECT));
    addUnlessHeld(subjects, config.get(ResultKeys.ACK_SUBJECT));
    return List.copyOf(subjects);
  }

  private static void addUnlessHeld(Set<String> subjects, String subject) {
    for (String held : subjects) {
      if (held.endsWith(">") && subject.startsWith(held.substring(0, held.length() - 1))) {
        return;
      }
    }
    subjects.add(subject);
  }

  /** Only those that no other stream holds already. */
  private CompletionStage<Void> deadLetters() {
    List<String> subjects =
        config
            .get(ResultKeys.DEAD_LETTER_SUBJECT)
            .map(List::of)
            .orElseGet(
                () ->
                    List.of(
                        config.get(IntakeKeys.SUBJECT) + ".dlq",
                        config.get(AssignmentKeys.SUBJECT) + ".dlq",
                        config.get(ResultKeys.SUBJECT) + ".dlq",
                        config.get(ResultKeys.ACK_SUBJECT) + ".dlq"));
    return unheld(subjects, 0, new ArrayList<>())
        .thenCompose(
            free ->
                free.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : declare("BEAMLINE_DEAD_LETTERS", free, MONTH, RETRIES)
                        .thenApply(name -> null));
  }

  private CompletionStage<List<String>> unheld(List<String> subjects, int next, List<String> free) {
    if (next == subjects.size()) {
      return CompletableFuture.completedFuture(free);
    }
    String subject = subjects.get(next);
    return transport
        .confirmingStream(subject)
        .thenCompose(
            stream -> {
              if (stream.isEmpty()) {
                free.add(subject);
              }
              return unheld(subjects, next + 1, free);
            });
  }

  private CompletionStage<String> declare(
      String name, List<String> subjects, Duration maxAge, Duration duplicateWindow) {
    return transport.declare(new StreamDeclaration(name, subjects, maxAge, duplicateWindow));
  }
}
