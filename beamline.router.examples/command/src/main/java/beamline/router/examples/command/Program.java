package beamline.router.examples.command;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program of commands: finds the one that is named, reads its arguments, and tells what goes
 * wrong with a sentence and an exit status.
 *
 * @param <C> what its commands are
 */
public abstract class Program<C extends Command> {
  private static final Set<ErrorCode> SAYS_UNUSABLE =
      Set.of(ErrorCode.CONFIGURATION_INVALID, ErrorCode.INVALID_REQUEST);

  private final Manual manual;
  private final Map<String, C> commands;

  /**
   * A program.
   *
   * @param commands by name, in the order in which they are told
   */
  protected Program(Manual manual, Map<String, C> commands) {
    this.manual = manual;
    this.commands = commands;
  }

  /** Does what a command is for; the exit status. */
  protected abstract int run(C command, Arguments arguments, Console console)
      throws UsageException, IOException;

  /** What a fault of a router means here. */
  protected Failure failure(RouterException fault) {
    return Failure.of(
        SAYS_UNUSABLE.contains(fault.code()) ? ExitStatus.UNUSABLE : ExitStatus.DOWN, fault);
  }

  /** Is this process. */
  protected final void start(String... arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = answer(List.of(arguments), Console.of(manual.name(), out, System.err));
    if (status != ExitStatus.OK) {
      System.exit(status);
    }
  }

  /** Does what the arguments say; the exit status. */
  public final int answer(List<String> arguments, Console console) {
    int status = attempt(arguments, console);
    if (console.out().checkError()) {
      console.error("the answer cannot be written, it is not complete");
      return status == ExitStatus.OK ? ExitStatus.UNUSABLE : status;
    }
    return status;
  }

  private int attempt(List<String> arguments, Console console) {
    Failure failure;
    try {
      return command(arguments, console);
    } catch (UsageException e) {
      failure = Failure.of(ExitStatus.UNUSABLE, "usage", e);
    } catch (RouterException e) {
      failure = failure(e);
    } catch (IOException | UncheckedIOException e) {
      failure = Failure.of(ExitStatus.UNUSABLE, "io", e);
    } catch (RuntimeException e) {
      failure = Failure.internal(e);
    }
    return failure.tell(arguments.contains("--json"), console);
  }

  private int command(List<String> arguments, Console console) throws UsageException, IOException {
    String name = arguments.isEmpty() ? "" : arguments.get(0);
    if (name.isEmpty() || name.equals("--help") || name.equals("-h")) {
      console.out().print(manual.help());
      return name.isEmpty() ? ExitStatus.UNUSABLE : ExitStatus.OK;
    }
    if (name.equals("--version")) {
      console.line(manual.name() + " " + version(getClass().getModule().getDescriptor()));
      return ExitStatus.OK;
    }
    C command = commands.get(name);
    if (command == null) {
      throw new UsageException(
          "unknown command '" + name + "', must be one of " + String.join(", ", commands.keySet()));
    }
    Arguments parsed = manual.shared().parse(command, arguments.subList(1, arguments.size()));
    if (parsed.has("--help") || parsed.has("-h")) {
      console.out().print(manual.help(command));
      return ExitStatus.OK;
    }
    command.operands().check(name, parsed.operands().size());
    return run(command, parsed, console);
  }

  /** Only a module has one: that of the image, not a folder of classes. */
  private static String version(@Nullable ModuleDescriptor module) {
    return module == null ? "unversioned" : module.rawVersion().orElse("unversioned");
  }
}
