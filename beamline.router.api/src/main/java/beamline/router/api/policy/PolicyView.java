package beamline.router.api.policy;

import java.util.List;
import java.util.Objects;

/**
 * A policy as the administration protocol {@code AdminPolicy} shows it (routing contract 2.12):
 * enough to look at, but without retries, waits, session keys, lifetimes, breakers, limits and
 * extensions. Whoever edits a policy edits its document.
 *
 * @param policyId its id
 * @param providers who may execute
 * @param sticky whether sessions stick
 * @param rules what happens after failures, in order
 */
public record PolicyView(
    String policyId, List<Provider> providers, boolean sticky, List<Rule> rules) {

  public PolicyView {
    Objects.requireNonNull(policyId, "policyId");
    providers = List.copyOf(providers);
    rules = List.copyOf(rules);
  }

  /**
   * A provider.
   *
   * @param id its id
   * @param weight its share of the weights, 0 to 1; weights that are written are taken as parts of
   *     their sum
   */
  public record Provider(String id, double weight) {

    public Provider {
      Objects.requireNonNull(id, "id");
    }
  }

  /**
   * A rule.
   *
   * @param match for which failures it is, such as {@code status:timeout|5xx|message_type:chat}:
   *     keys and values, of which the values of one key are alternatives; empty for all
   * @param prefer providers to prefer; policies of this router have none, so that it is empty where
   *     a policy is shown, and ignored where one is written
   * @param fallback the provider to change to; empty for none
   */
  public record Rule(String match, List<String> prefer, String fallback) {

    public Rule {
      Objects.requireNonNull(match, "match");
      prefer = List.copyOf(prefer);
      Objects.requireNonNull(fallback, "fallback");
    }
  }
}
