package beamline.router.audit;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What became of verifying a chain.
 *
 * @param chain the chain
 * @param first the index of the first entry there is; 0 when there is none
 * @param last the index of the last entry that was found good; 0 when there is none
 * @param lastMac its seal; empty when there is none
 * @param keys how many of the good entries each key sealed
 * @param anchored the highest index of which a checkpoint says the same; 0 when there is none
 * @param damage the first thing that is wrong
 */
public record Verification(
    String chain,
    long first,
    long last,
    String lastMac,
    SortedMap<String, Long> keys,
    long anchored,
    Optional<Damage> damage) {

  /** Whether nothing is wrong. */
  public boolean whole() {
    return damage.isEmpty();
  }

  /** How many entries were found good. */
  public long entries() {
    return keys.values().stream().mapToLong(Long::longValue).sum();
  }
}
