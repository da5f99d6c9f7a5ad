package beamline.router.engine.discovery;

import beamline.router.api.RouterComponent;
import java.util.List;

/**
 * The providers of a kind.
 *
 * @param found those that can be used, the highest priority first
 * @param failures those that cannot be loaded
 */
record Findings<C extends RouterComponent>(List<Found<C>> found, List<Failure> failures) {

  /**
   * A provider that cannot be loaded.
   *
   * @param provider its class, as far as it is known
   * @param origin where it comes from, as far as it is known
   * @param reason why it cannot be loaded
   */
  record Failure(String provider, String origin, String reason) {
    @Override
    public String toString() {
      return provider + " (" + reason + ")";
    }
  }
}
