package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import java.util.Set;

/** Something that {@code beamline-policy} can be told to do. */
interface Command {

  /** What {@code --help} says of it, options of the store excluded. */
  String usage();

  /** Its own options that have a value. */
  default Set<String> options() {
    return Set.of();
  }

  /** Its own options that have a value and may be repeated. */
  default Set<String> lists() {
    return Set.of();
  }

  /** Its own flags. */
  default Set<String> flags() {
    return Set.of();
  }

  /** The fewest and the most operands. */
  Operands operands();

  /** Looks at what is said, as far as that needs no store: it may be far away, or down. */
  default void look(Arguments arguments) throws UsageException {}

  /** Whether it works on a store, said like this. */
  boolean needsStore(Arguments arguments);

  /** Whether it changes what is stored, said like this. */
  default boolean writes(Arguments arguments) {
    return false;
  }

  /** Does it; the exit status. */
  int run(Policies policies, Arguments arguments, Console console)
      throws UsageException, UnusableException;

  /**
   * How many operands there are.
   *
   * @param fewest at least
   * @param most at most
   */
  record Operands(int fewest, int most) {}
}
