package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.UsageException;
import java.util.List;

/** The operands {@code TENANT/POLICY [BEFORE] AFTER}. */
final class Sides {

  private Sides() {}

  static boolean needStore(List<String> operands) {
    return operands.size() < 3 || operands.stream().skip(1).anyMatch(Source::isStored);
  }

  /** The document before, and the one after. */
  static List<Source> of(List<String> operands, PolicyKey key, Policies policies)
      throws UsageException {
    return operands.size() < 3
        ? List.of(Source.stored(key, policies), Source.of(operands.get(1), key, policies))
        : List.of(
            Source.of(operands.get(1), key, policies), Source.of(operands.get(2), key, policies));
  }
}
