package beamline.router.nats.connection;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server does not let us do, in its words: a request that it refuses gets no answer, only
 * the connection is told. Safe for concurrent use.
 */
final class Refusals {
  private static final Pattern VIOLATION =
      Pattern.compile("Permissions Violation for (Publish|Subscription) (?:to )?\"([^\"]+)\".*");

  /** Asked for in passing, when a consumer is of no use any more; nobody waits for it. */
  private static final String IN_PASSING = "$JS.API.CONSUMER.DELETE.";

  /** Enough for what is asked at a time; older ones are of no use to anybody. */
  private static final int MOST = 1_000;

  private final Map<String, Refusal> bySubject = new ConcurrentHashMap<>();

  private record Refusal(String subject, String words, boolean deaf, long nanoTime) {

    /** Who may not hear hears no answer ever. */
    boolean concerns(String part, long since) {
      return deaf || (nanoTime - since >= 0 && subject.contains(part));
    }
  }

  /**
   * Takes note of what the server says; false if it is no refusal of a subject.
   *
   * @param words what it says
   * @param told how that is told
   */
  boolean add(String words, String told) {
    Matcher violation = VIOLATION.matcher(words);
    if (!violation.matches()) {
      return false;
    }
    String subject = violation.group(2);
    boolean deaf = violation.group(1).equals("Subscription");
    if (!subject.startsWith(IN_PASSING)) {
      if (bySubject.size() >= MOST) {
        bySubject.clear();
      }
      bySubject.put(subject, new Refusal(subject, told, deaf, System.nanoTime()));
    }
    return true;
  }

  /** Forgets them: another connection may have other rights. */
  void clear() {
    bySubject.clear();
  }

  /** The newest one since a moment of a subject that has this in it. */
  Optional<String> since(long nanoTime, String part) {
    return bySubject.values().stream()
        .filter(refusal -> refusal.concerns(part, nanoTime))
        .max(Comparator.comparingLong(refusal -> refusal.nanoTime() - nanoTime))
        .map(Refusal::words);
  }
}
