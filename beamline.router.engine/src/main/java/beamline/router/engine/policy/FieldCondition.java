package beamline.router.engine.policy;

import java.util.List;
import java.util.Map;

/**
 * {@code {key: value}} or {@code {key: [value, …]}}: the context's field equals one of the values.
 */
final class FieldCondition implements Condition {

  private final String key;
  private final Object[] accepted;

  FieldCondition(String key, List<Object> accepted) {
    this.key = key;
    this.accepted = accepted.toArray();
  }

  @Override
  public boolean test(Map<String, Object> context) {
    Object value = Operand.member(context, key);
    if (value == null) {
      return false;
    }
    for (Object candidate : accepted) {
      if (Values.equal(candidate, value)) {
        return true;
      }
    }
    return false;
  }
}
