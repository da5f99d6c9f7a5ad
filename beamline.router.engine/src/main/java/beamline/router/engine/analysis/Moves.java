package beamline.router.engine.analysis;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.policy.ReplayReport.Move;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts where requests go instead of where they went. Belongs to one thread. */
final class Moves {
  private static final String REFUSED = ""; // no provider is called so

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();
  private long total;

  /** Counts a request that the change sends elsewhere, or refuses for another reason. */
  void count(RouteOutcome before, RouteOutcome after) {
    String from = provider(before);
    String to = provider(after);
    if (!from.equals(to) || !sameRefusal(before, after)) {
      total++;
      counts.computeIfAbsent(from, id -> new TreeMap<>()).merge(to, 1L, Long::sum);
    }
  }

  long total() {
    return total;
  }

  /** The most frequent first. */
  List<Move> list() {
    return counts.entrySet().stream()
        .flatMap(
            from ->
                from.getValue().entrySet().stream()
                    .map(to -> new Move(name(from.getKey()), name(to.getKey()), to.getValue())))
        .sorted(Comparator.comparingLong(Move::count).reversed())
        .toList();
  }

  private static Optional<String> name(String provider) {
    return provider.equals(REFUSED) ? Optional.empty() : Optional.of(provider);
  }

  private static String provider(RouteOutcome outcome) {
    return outcome instanceof RouteDecision decision ? decision.providerId() : REFUSED;
  }

  private static boolean sameRefusal(RouteOutcome before, RouteOutcome after) {
    return !(before instanceof RouteRejection was
        && after instanceof RouteRejection is
        && was.code() != is.code());
  }
}
