package beamline.router.engine.policy;

import java.util.List;
import java.util.Map;

/** Several keys of one {@code when}: all must hold. */
final class Conjunction implements Condition {

  private final Condition[] parts;

  Conjunction(List<Condition> parts) {
    this.parts = parts.toArray(Condition[]::new);
  }

  @Override
  public boolean test(Map<String, Object> context) {
    for (Condition part : parts) {
      if (!part.test(context)) {
        return false;
      }
    }
    return true;
  }
}
