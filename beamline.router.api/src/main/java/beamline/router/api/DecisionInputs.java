package beamline.router.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The live state that a decision looked at. Together with the policy revision and the request it
 * determines the outcome, bit for bit: see {@link RouterEngine#replay(RouteRequest,
 * DecisionInputs)}.
 *
 * @param policyRevision the revision of the policy in its store
 * @param draw the random draw, in [0, 1)
 * @param epochMillis the wall clock, in milliseconds since the epoch
 * @param pinnedProvider the provider to which the session was pinned
 * @param providers what was known of each provider, in the order of the policy
 */
public record DecisionInputs(
    long policyRevision,
    double draw,
    long epochMillis,
    Optional<String> pinnedProvider,
    List<ProviderState> providers) {

  public DecisionInputs {
    Objects.requireNonNull(pinnedProvider, "pinnedProvider");
    providers = List.copyOf(providers);
  }

  /**
   * What was known of a provider.
   *
   * @param providerId its id
   * @param available whether its breaker let a call through
   * @param expectedLatencyMillis expected latency in milliseconds
   * @param expectedCost expected cost in the policy's currency unit
   */
  public record ProviderState(
      String providerId, boolean available, double expectedLatencyMillis, double expectedCost) {}
}
