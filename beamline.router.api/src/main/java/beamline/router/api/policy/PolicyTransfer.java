package beamline.router.api.policy;

import java.util.List;
import java.util.Objects;

/**
 * What an import or an export did, policy by policy.
 *
 * @param done whether it was done; an import with invalid policies changes nothing
 * @param items every policy of the folder, or of the store, by key
 */
public record PolicyTransfer(boolean done, List<Item> items) {

  public PolicyTransfer {
    items = List.copyOf(items);
  }

  /** What becomes of a policy. */
  public enum Outcome {
    /** It was not there before. */
    CREATED,
    /** It was there and is another now. */
    UPDATED,
    /** It was there as it is. */
    UNCHANGED,
    /** It cannot be used; the problems say why. */
    INVALID,
    /** It was not written, since somebody else wrote it meanwhile or the tenant has no room. */
    REFUSED
  }

  /**
   * A policy.
   *
   * @param key which one
   * @param outcome what became of it, or would become of it if all were valid
   * @param problems what is wrong with it
   */
  public record Item(PolicyKey key, Outcome outcome, List<PolicyProblem> problems) {

    public Item {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(outcome, "outcome");
      problems = List.copyOf(problems);
    }
  }
}
