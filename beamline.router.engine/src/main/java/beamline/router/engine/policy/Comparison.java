package beamline.router.engine.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code {"==": [left, right]}} and its siblings. */
record Comparison(Operator operator, Operand left, Operand right) implements Condition {

  @Override
  public boolean test(Map<String, Object> context) {
    Object l = left.resolve(context);
    Object r = right.resolve(context);
    return switch (operator) {
      case EQUAL -> equal(l, r);
      case NOT_EQUAL -> !equal(l, r);
      case IN -> in(l, r);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(l, r);
    };
  }

  private boolean ordered(@Nullable Object l, @Nullable Object r) {
    if (l == null || r == null) {
      return false;
    }
    int order = Values.compare(l, r);
    if (order == Values.UNORDERED) {
      return false;
    }
    return switch (operator) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      default -> false;
    };
  }

  private static boolean equal(@Nullable Object l, @Nullable Object r) {
    return l != null && r != null && Values.equal(l, r);
  }

  private static boolean in(@Nullable Object l, @Nullable Object r) {
    if (l == null || !(r instanceof List<?> list)) {
      return false;
    }
    for (int i = 0; i < list.size(); i++) {
      if (equal(l, list.get(i))) {
        return true;
      }
    }
    return false;
  }
}
