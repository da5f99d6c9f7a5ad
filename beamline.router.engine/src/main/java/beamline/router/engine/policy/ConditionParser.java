package beamline.router.engine.policy;

import beamline.router.engine.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a {@code when}. What is no condition never holds: a problem in strict mode, else a
 * warning.
 */
final class ConditionParser {

  private static final int OPERANDS = 2;

  private final Findings findings;

  ConditionParser(Findings findings) {
    this.findings = findings;
  }

  Condition parse(@Nullable Object when, String path) {
    if (when == null) {
      return Condition.ALWAYS;
    }
    if (!(when instanceof Map<?, ?> keys)) {
      findings.tolerated(path, "is " + Findings.show(when) + ", must be an object");
      return Condition.NEVER;
    }
    List<Condition> parts = new ArrayList<>(keys.size());
    for (Map.Entry<?, ?> entry : keys.entrySet()) {
      String key = (String) entry.getKey();
      parts.add(part(key, entry.getValue(), JsonPath.key(path, key)));
    }
    return switch (parts.size()) {
      case 0 -> Condition.ALWAYS;
      case 1 -> parts.get(0);
      default -> new Conjunction(parts);
    };
  }

  private Condition part(String key, Object value, String path) {
    Operator operator = Operator.of(key);
    if (operator == null) {
      return new FieldCondition(
          key, value instanceof List<?> list ? literals(list) : List.of(literal(value)));
    }
    if (!(value instanceof List<?> operands) || operands.size() != OPERANDS) {
      findings.tolerated(path, "is " + Findings.show(value) + ", must be an array of two operands");
      return Condition.NEVER;
    }
    Operand right = operand(operands.get(1), JsonPath.index(path, 1));
    if (operator == Operator.IN
        && right instanceof Operand.Literal l
        && !(l.value() instanceof List<?>)) {
      String found = Findings.show(operands.get(1));
      findings.tolerated(JsonPath.index(path, 1), "is " + found + ", must be an array or a var");
    }
    return new Comparison(operator, operand(operands.get(0), JsonPath.index(path, 0)), right);
  }

  private Operand operand(Object value, String path) {
    if (value instanceof Map<?, ?> map && map.containsKey("var")) {
      if (map.size() == 1 && map.get("var") instanceof String text && !text.isEmpty()) {
        return new Operand.Variable(text);
      }
      findings.tolerated(path, "is an object, must be {\"var\": \"context.…\"} and nothing else");
    }
    return new Operand.Literal(value instanceof List<?> list ? literals(list) : literal(value));
  }

  private static List<Object> literals(List<?> values) {
    List<Object> literals = new ArrayList<>(values.size());
    for (Object value : values) {
      literals.add(literal(value));
    }
    return List.copyOf(literals);
  }

  private static Object literal(Object value) {
    StatusClass status = value instanceof String text ? StatusClass.of(text) : null;
    return status == null ? value : status;
  }
}
