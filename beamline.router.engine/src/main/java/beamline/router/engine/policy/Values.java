package beamline.router.engine.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Equality and order of the values that conditions compare. */
final class Values {

  /** The order of two values that have none: their types differ, or one is not a number. */
  static final int UNORDERED = 2;

  /** As deep as documents may be; deeper values equal nothing. */
  private static final int MAX_DEPTH = PolicyLimits.DOCUMENT.maxDepth();

  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private Values() {}

  static boolean equal(Object l, Object r) {
    return equal(l, r, MAX_DEPTH);
  }

  /**
   * -1, 0, 1, or {@link #UNORDERED}. Only numbers with numbers and texts with texts have an order.
   */
  static int compare(Object l, Object r) {
    if (l instanceof Number m && r instanceof Number n) {
      return compareNumbers(m, n);
    }
    if (l instanceof String s && r instanceof String t) {
      return Integer.signum(s.compareTo(t));
    }
    return UNORDERED;
  }

  private static boolean equal(Object l, Object r, int depth) {
    if (l instanceof StatusClass status) {
      return status.matches(r);
    }
    if (r instanceof StatusClass status) {
      return status.matches(l);
    }
    if (l instanceof Number m && r instanceof Number n) {
      return compareNumbers(m, n) == 0;
    }
    if (l instanceof List<?> s && r instanceof List<?> t) {
      return depth > 0 && equalLists(s, t, depth - 1);
    }
    if (l instanceof Map<?, ?> s && r instanceof Map<?, ?> t) {
      return depth > 0 && equalMaps(s, t, depth - 1);
    }
    return l.equals(r);
  }

  private static boolean equalLists(List<?> l, List<?> r, int depth) {
    if (l.size() != r.size()) {
      return false;
    }
    for (int i = 0; i < l.size(); i++) {
      Object a = l.get(i);
      Object b = r.get(i);
      if (a == null || b == null || !equal(a, b, depth)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Map<?, ?> l, Map<?, ?> r, int depth) {
    if (l.size() != r.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : l.entrySet()) {
      Object a = entry.getValue();
      Object b = entry.getKey() instanceof String key ? Operand.member(r, key) : null;
      if (a == null || b == null || !equal(a, b, depth)) {
        return false;
      }
    }
    return true;
  }

  private static int compareNumbers(Number l, Number r) {
    boolean wholeL = isLong(l);
    boolean wholeR = isLong(r);
    if (wholeL && wholeR) {
      return Long.compare(l.longValue(), r.longValue());
    }
    if (fitsDouble(l, wholeL) && fitsDouble(r, wholeR)) {
      return compareDoubles(l.doubleValue(), r.doubleValue());
    }
    if (!isFinite(l) || !isFinite(r)) {
      return compareDoubles(l.doubleValue(), r.doubleValue());
    }
    return exact(l).compareTo(exact(r));
  }

  private static boolean isLong(Number n) {
    return n instanceof Long || n instanceof Integer || n instanceof Short || n instanceof Byte;
  }

  private static boolean isDouble(Number n) {
    return n instanceof Double || n instanceof Float;
  }

  private static boolean fitsDouble(Number n, boolean whole) {
    return whole
        ? Math.abs(n.longValue()) <= EXACT_IN_DOUBLE && n.longValue() != Long.MIN_VALUE
        : isDouble(n);
  }

  private static boolean isFinite(Number n) {
    return n instanceof BigDecimal || n instanceof BigInteger || Double.isFinite(n.doubleValue());
  }

  /** Unlike {@link Double#compare}: zeros are equal, and NaN has no order. */
  private static int compareDoubles(double l, double r) {
    if (l < r) {
      return -1;
    }
    if (l > r) {
      return 1;
    }
    return l == r ? 0 : UNORDERED;
  }

  /** A double is the decimal that is written for it: 0.01 is 0.01, whoever holds it. */
  private static BigDecimal exact(Number n) {
    if (n instanceof BigDecimal decimal) {
      return decimal;
    }
    if (n instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    return isLong(n) ? BigDecimal.valueOf(n.longValue()) : BigDecimal.valueOf(n.doubleValue());
  }
}
