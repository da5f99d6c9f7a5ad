package beamline.router.engine.policy;

import java.util.Map;

/**
 * A compiled {@code when} (routing contract 3.9). Immutable; testing allocates nothing for ordinary
 * values.
 *
 * <p>Context values are {@link String}, {@link Number}, {@link Boolean}, {@link java.util.List} and
 * {@link Map}. Numbers compare by value, whatever their type. A policy's {@code "5xx"} also equals
 * every number, or string of three digits, from 500 to 599; so do the other classes {@code 1xx} to
 * {@code 4xx}. What the context does not have equals nothing.
 */
public sealed interface Condition
    permits ConstantCondition, FieldCondition, Comparison, Conjunction {

  /** Holds always; what an absent or empty {@code when} means. */
  Condition ALWAYS = new ConstantCondition(true);

  /** Holds never; what a {@code when} means that is no condition. */
  Condition NEVER = new ConstantCondition(false);

  /** Whether the condition holds in this context. Never throws. */
  boolean test(Map<String, Object> context);
}
