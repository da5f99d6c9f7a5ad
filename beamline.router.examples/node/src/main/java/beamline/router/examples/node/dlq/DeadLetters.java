package beamline.router.examples.node.dlq;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.IntakeKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.spi.Transport;
import beamline.router.spi.Transport.Following;
import beamline.router.spi.Transport.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Reads dead letters from the streams that hold them, oldest first. */
final class DeadLetters {
  private static final String SUFFIX = ".dlq";

  private final Transport transport;

  DeadLetters(Transport transport) {
    this.transport = transport;
  }

  /**
   * The subjects of dead letters under these settings.
   *
   * @param withWork also those of requests and assignments, which make work when they are replayed
   */
  static Set<String> subjects(RouterConfig config, boolean withWork) {
    Set<String> subjects = new LinkedHashSet<>();
    Optional<String> only = config.get(ResultKeys.DEAD_LETTER_SUBJECT);
    if (only.isPresent()) {
      subjects.add(only.get());
    } else {
      subjects.add(config.get(ResultKeys.SUBJECT) + SUFFIX);
      subjects.add(config.get(ResultKeys.ACK_SUBJECT) + SUFFIX);
      if (withWork) {
        subjects.add(config.get(AssignmentKeys.SUBJECT) + SUFFIX);
        subjects.add(config.get(IntakeKeys.SUBJECT) + SUFFIX);
      }
    }
    return subjects;
  }

  /**
   * Those of a subject that are wanted, up to a limit.
   *
   * @throws beamline.router.api.RouterException when no stream holds the subject
   */
  List<DeadLetter> read(String subject, Predicate<DeadLetter> wanted, int limit) {
    Page page = new Page(wanted, limit);
    try (Following following = transport.follow(subject, 0, page::take)) {
      Bus.await(CompletableFuture.anyOf(following.caughtUp().toCompletableFuture(), page.full));
      return page.letters();
    }
  }

  /** Filled by the transport, read by us. */
  private static final class Page {
    private final Predicate<DeadLetter> wanted;
    private final int limit;
    private final List<DeadLetter> letters = new ArrayList<>();
    private final CompletableFuture<Void> full = new CompletableFuture<>();

    Page(Predicate<DeadLetter> wanted, int limit) {
      this.wanted = wanted;
      this.limit = limit;
    }

    synchronized void take(LogEntry entry) {
      if (letters.size() < limit) {
        DeadLetter letter = DeadLetter.read(entry);
        if (wanted.test(letter)) {
          letters.add(letter);
        }
      }
      if (letters.size() >= limit) {
        full.complete(null);
      }
    }

    synchronized List<DeadLetter> letters() {
      return List.copyOf(letters);
    }
  }
}
