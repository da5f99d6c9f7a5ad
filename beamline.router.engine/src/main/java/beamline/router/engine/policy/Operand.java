package beamline.router.engine.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One side of a comparison. */
sealed interface Operand {

  /** The operand's value in this context, or null when the context does not have it. */
  @Nullable Object resolve(Map<String, Object> context);

  /** A value from the policy itself. */
  record Literal(Object value) implements Operand {

    @Override
    public Object resolve(Map<String, Object> context) {
      return value;
    }
  }

  /**
   * {@code {"var": "context.a.b"}}: a dotted path into the context; the leading {@code context} may
   * be left out.
   */
  final class Variable implements Operand {

    private final String[] path;

    Variable(String text) {
      List<String> parts = List.of(text.split("\\.", -1));
      List<String> inner = parts.get(0).equals("context") ? parts.subList(1, parts.size()) : parts;
      this.path = inner.toArray(String[]::new);
    }

    @Override
    public @Nullable Object resolve(Map<String, Object> context) {
      Object value = context;
      for (String key : path) {
        if (!(value instanceof Map<?, ?> map)) {
          return null;
        }
        value = member(map, key);
      }
      return value;
    }
  }

  /**
   * The member of a map, or null also when the map is of a kind that cannot be asked for this key.
   */
  static @Nullable Object member(Map<?, ?> map, String key) {
    try {
      return map.get(key);
    } catch (ClassCastException e) {
      return null; // a sorted map whose keys are no strings
    }
  }
}
