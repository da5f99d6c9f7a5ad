package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is left when a load has ended: the assignment ids that the streams hold, one for each
 * message, and what became of the requests.
 *
 * @param usage one for each usage event
 * @param asked requests
 * @param answered requests that got a reply
 * @param failed requests that failed with an error
 */
record Balance(
    List<String> assignments,
    List<String> results,
    List<String> usage,
    long asked,
    long answered,
    long failed) {

  /** Whether nothing is under way any more. */
  boolean isEven() {
    Set<String> done = new HashSet<>(results);
    return done.equals(new HashSet<>(assignments))
        && done.equals(new HashSet<>(usage))
        && asked == answered + failed;
  }

  /** One usage event for each assignment with a result, none lost, none twice. */
  void check() {
    Set<String> worked = new HashSet<>(results);
    Set<String> metered = new HashSet<>(usage);
    Set<String> lost = new HashSet<>(worked);
    lost.removeAll(metered);
    assertThat(lost).as("results without usage, of %d", worked.size()).isEmpty();
    assertThat(usage).as("usage events").hasSameSizeAs(metered);
    assertThat(assignments).hasSameSizeAs(new HashSet<>(assignments));
    assertThat(worked).as("assignments with a result").hasSameSizeAs(assignments);
    assertThat(answered + failed).as("requests answered or failed by name").isEqualTo(asked);
  }

  @Override
  public String toString() {
    return "%d asked = %d answered + %d failed; %d assignments, %d results, %d usage events"
        .formatted(asked, answered, failed, assignments.size(), results.size(), usage.size());
  }
}
