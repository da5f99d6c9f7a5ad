package beamline.router.api;

import java.util.List;

/**
 * A configuration that cannot be used. The message lists every problem: the key, the value (unless
 * it is a secret), the expected form, and where it was written.
 */
public final class InvalidConfigurationException extends RouterException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable list of texts
  private final List<String> problems;

  InvalidConfigurationException(List<String> problems) {
    super(ErrorCode.CONFIGURATION_INVALID, message(problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, a sentence each. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    return problems.size() == 1
        ? problems.get(0)
        : "the configuration has "
            + problems.size()
            + " problems:\n  - "
            + String.join("\n  - ", problems);
  }
}
