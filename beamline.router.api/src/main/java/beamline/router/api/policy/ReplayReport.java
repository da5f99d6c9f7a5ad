package beamline.router.api.policy;

import beamline.router.api.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What recorded requests would come to before and after a change of their policy.
 *
 * <p>Every line is replayed, of another policy, or unreadable; every replayed one is changed or
 * unchanged.
 *
 * @param complete whether the recording was read to its end
 * @param lines how many lines were read, blank ones not counted
 * @param replayed how many were decided under both documents
 * @param ofOtherPolicies how many ask another tenant or policy
 * @param unreadable how many are no requests
 * @param firstUnreadable the first 20 of them
 * @param unchanged how many go to the same provider as before, or are refused with the same code
 * @param changed how many do not
 * @param before the decisions under the document before the change
 * @param after the decisions under the document after it
 * @param moves where the changed ones go, the most frequent first
 */
public record ReplayReport(
    boolean complete,
    long lines,
    long replayed,
    long ofOtherPolicies,
    long unreadable,
    List<UnreadableLine> firstUnreadable,
    long unchanged,
    long changed,
    Side before,
    Side after,
    List<Move> moves) {

  public ReplayReport {
    firstUnreadable = List.copyOf(firstUnreadable);
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    moves = List.copyOf(moves);
  }

  /**
   * A line that is no request.
   *
   * @param number counted from 1
   * @param reason what intake would say
   */
  public record UnreadableLine(long number, String reason) {

    public UnreadableLine {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The decisions under one of the documents. Latency and cost are what the document expects.
   *
   * @param decided how many requests got a provider
   * @param providers every provider of the document, in its order
   * @param refusals how many were refused, by code
   * @param meanLatencyMillis expected latency of a decision in milliseconds; 0 without decisions
   * @param meanCost expected cost of a decision; 0 without decisions
   * @param totalCost expected cost of all decisions
   */
  public record Side(
      long decided,
      List<ProviderShare> providers,
      Map<ErrorCode, Long> refusals,
      double meanLatencyMillis,
      double meanCost,
      double totalCost) {

    public Side {
      providers = List.copyOf(providers);
      refusals = Map.copyOf(refusals);
    }
  }

  /**
   * What a provider got.
   *
   * @param providerId its id
   * @param decisions how many decisions named it
   * @param share its part of the decisions, 0 to 1; 0 without decisions
   */
  public record ProviderShare(String providerId, long decisions, double share) {

    public ProviderShare {
      Objects.requireNonNull(providerId, "providerId");
    }
  }

  /**
   * Requests that the change sends elsewhere.
   *
   * @param from the provider before; empty when they were refused
   * @param to the provider after; empty when they are refused
   * @param count how many
   */
  public record Move(Optional<String> from, Optional<String> to, long count) {

    public Move {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
    }
  }
}
