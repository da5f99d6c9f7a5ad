package beamline.router.api.admin;

import java.util.List;

/**
 * Which components were found and what became of them.
 *
 * @param entries by kind, in the order in which they were found
 */
public record DiscoveryReport(List<Entry> entries) {

  /** What became of a provider. */
  public enum Verdict {
    /** In use. */
    CHOSEN,
    /** Found, not needed. */
    PASSED_OVER,
    /** Could not be loaded or created. */
    FAILED
  }

  /**
   * A provider that was found.
   *
   * @param kind the kind of component, such as {@code policy-store}
   * @param name the provider's name; its class when it could not be asked
   * @param origin the module or class path location it comes from, or {@code host} for an instance
   *     of the builder
   * @param priority its priority
   * @param verdict what became of it
   * @param reason why
   */
  public record Entry(
      String kind, String name, String origin, int priority, Verdict verdict, String reason) {}

  public DiscoveryReport {
    entries = List.copyOf(entries);
  }
}
