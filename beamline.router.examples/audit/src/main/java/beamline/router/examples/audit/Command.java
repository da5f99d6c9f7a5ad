package beamline.router.examples.audit;

import beamline.router.api.RouterConfig;
import java.io.IOException;
import java.util.Set;

/** Something that {@code beamline-audit} can be told to do. */
interface Command {

  /** What {@code --help} says of it, options of the log excluded. */
  String usage();

  /** Its own options that have a value. */
  default Set<String> options() {
    return Set.of();
  }

  /** Its own options that have a value and may be repeated. */
  default Set<String> lists() {
    return Set.of();
  }

  /** How many operands it takes at most. */
  default int operands() {
    return 1;
  }

  /** Does it; the exit status. */
  int run(Source source, RouterConfig config, Arguments arguments, Console console)
      throws UsageException, IOException;
}
