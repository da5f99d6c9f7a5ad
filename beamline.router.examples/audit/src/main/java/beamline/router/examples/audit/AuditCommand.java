package beamline.router.examples.audit;

import beamline.router.api.RouterConfig;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Command;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.UsageException;
import java.io.IOException;

/** Something that {@code beamline-audit} can be told to do. */
interface AuditCommand extends Command {

  @Override
  default Operands operands() {
    return new Operands(0, 1, "one file or folder");
  }

  /** Does it; the exit status. */
  int run(Source source, RouterConfig config, Arguments arguments, Console console)
      throws UsageException, IOException;
}
