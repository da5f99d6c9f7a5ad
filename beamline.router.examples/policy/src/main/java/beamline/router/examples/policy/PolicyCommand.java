package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Command;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.UsageException;

/** Something that {@code beamline-policy} can be told to do. */
interface PolicyCommand extends Command {

  /** Looks at what is said, as far as that needs no store: it may be far away, or down. */
  default void look(Arguments arguments) throws UsageException {}

  /** Whether it works on a store, said like this. */
  default boolean needsStore(Arguments arguments) {
    return true;
  }

  /** Whether it changes what is stored, said like this. */
  default boolean writes(Arguments arguments) {
    return false;
  }

  /** Does it; the exit status. */
  int run(Policies policies, Arguments arguments, Console console)
      throws UsageException, UnusableException;
}
