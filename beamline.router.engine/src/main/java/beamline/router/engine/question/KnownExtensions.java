package beamline.router.engine.question;

import beamline.router.engine.extension.ExtensionStats;
import beamline.router.engine.extension.registry.ExtensionRegistry;
import beamline.router.spi.BreakerState;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this node knows of extensions: those that are registered, and those that it called.
 *
 * @param registry what is registered
 * @param stats how calls went
 * @param breakers whether they are called
 */
public record KnownExtensions(ExtensionRegistry registry, ExtensionStats stats, Breakers breakers) {

  /** The breakers of extensions. */
  public interface Breakers {
    /** None has a breaker. */
    Breakers NONE =
        new Breakers() {
          @Override
          public BreakerState state(String extensionId) {
            return BreakerState.CLOSED;
          }

          @Override
          public long openedAtMillis(String extensionId) {
            return 0;
          }
        };

    /** The state now. */
    BreakerState state(String extensionId);

    /** When it last opened, in milliseconds since the epoch; 0 for never. */
    long openedAtMillis(String extensionId);
  }

  Set<String> ids() {
    Set<String> ids = new TreeSet<>(stats.summaries().keySet());
    registry.records().forEach(record -> ids.add(record.id()));
    return ids;
  }
}
