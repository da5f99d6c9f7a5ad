package beamline.router.examples.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.InvalidConfigurationException;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Health;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command for policies, as an operator runs it.
 *
 * <p>Exit status: 0 when it was done; 1 when the answer is no (a document is invalid, somebody else
 * was faster, there is no such policy, the caller may not do it); 2 when the arguments or the
 * settings cannot be used, the store is not there or lets whoever asks not do it, or the answer
 * cannot be written; 3 when the store does not answer, or what was done is not in the audit log.
 */
public final class BeamlinePolicy {
  /** It was done. */
  static final int OK = 0;

  /** The answer is no. */
  static final int NO = 1;

  /** It was asked for something that cannot be done. */
  static final int UNUSABLE = 2;

  /** The store does not answer. */
  static final int DOWN = 3;

  private static final Set<ErrorCode> SAYS_NO =
      Set.of(
          ErrorCode.INVALID_POLICY,
          ErrorCode.POLICY_CONFLICT,
          ErrorCode.POLICY_NOT_FOUND,
          ErrorCode.QUOTA_EXCEEDED,
          ErrorCode.UNAUTHENTICATED,
          ErrorCode.PERMISSION_DENIED);
  private static final Set<ErrorCode> SAYS_UNUSABLE =
      Set.of(ErrorCode.CONFIGURATION_INVALID, ErrorCode.INVALID_REQUEST);

  private static final String USAGE =
      """
      The command for policies of Beamline Router.

      Usage: beamline-policy COMMAND [operands] [options]

        validate   check documents
        diff       tell what differs between two documents
        explain    decide one request under a document, and tell why
        replay     decide recorded requests under two documents, and tell what changes
        put        store a document
        history    list the revisions of a policy
        rollback   store a former revision again
        delete     remove a policy; its revisions stay
        get        print a document
        list       list the policies of a tenant
        export     write all policies into a folder
        import     store the policies of a folder

      beamline-policy COMMAND --help says how; beamline-policy --version tells the version.

      """;

  private static final String STATUS =
      """

      Exit status: 0 done; 1 the answer is no (invalid, conflict, not found, not allowed); 2 the arguments or the
      settings cannot be used, a login or a right is missing, or the answer cannot be written; 3 the
      store does not answer, or what was done could not be written to the audit log.
      """;

  private static final Map<String, Command> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("validate", new ValidateCommand());
    COMMANDS.put("diff", new DiffCommand());
    COMMANDS.put("explain", new ExplainCommand());
    COMMANDS.put("replay", new ReplayCommand());
    COMMANDS.put("put", new PutCommand());
    COMMANDS.put("history", new HistoryCommand());
    COMMANDS.put("rollback", new RollbackCommand());
    COMMANDS.put("delete", new DeleteCommand());
    COMMANDS.put("get", new GetCommand());
    COMMANDS.put("list", new ListCommand());
    COMMANDS.put("export", TransferCommand.ofExport());
    COMMANDS.put("import", TransferCommand.ofImport());
  }

  private BeamlinePolicy() {}

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = run(List.of(arguments), Console.of(out, System.err));
    if (status != OK) {
      System.exit(status);
    }
  }

  static int run(List<String> arguments, Console console) {
    int status = answer(arguments, console);
    if (console.out().checkError()) {
      console.error("the answer cannot be written, it is not complete");
      return status == OK ? UNUSABLE : status;
    }
    return status;
  }

  private static int answer(List<String> arguments, Console console) {
    boolean json = arguments.contains("--json");
    try {
      return command(arguments, console);
    } catch (UsageException e) {
      return new Failure(UNUSABLE, "usage", e).tell(json, console);
    } catch (UnusableException e) {
      return Failure.tell(e, json, console);
    } catch (InvalidConfigurationException e) {
      return new Failure(UNUSABLE, e.code().reason(), e.problems()).tell(json, console);
    } catch (RouterException e) {
      return new Failure(status(e.code()), e.code().reason(), e).tell(json, console);
    } catch (UncheckedIOException e) {
      return new Failure(UNUSABLE, "io", e).tell(json, console);
    }
  }

  private static int status(ErrorCode code) {
    return SAYS_NO.contains(code) ? NO : SAYS_UNUSABLE.contains(code) ? UNUSABLE : DOWN;
  }

  private static int command(List<String> arguments, Console console)
      throws UsageException, UnusableException {
    String name = arguments.isEmpty() ? "" : arguments.get(0);
    if (name.isEmpty() || name.equals("--help") || name.equals("-h")) {
      console.out().print(USAGE + StoreOptions.USAGE + STATUS);
      return name.isEmpty() ? UNUSABLE : OK;
    }
    if (name.equals("--version")) {
      console.line("beamline-policy " + version(BeamlinePolicy.class.getModule().getDescriptor()));
      return OK;
    }
    Command command = COMMANDS.get(name);
    if (command == null) {
      throw new UsageException(
          "unknown command '" + name + "', must be one of " + String.join(", ", COMMANDS.keySet()));
    }
    Arguments parsed = parse(command, arguments.subList(1, arguments.size()));
    if (parsed.has("--help") || parsed.has("-h")) {
      console.out().print(command.usage() + "\n" + StoreOptions.USAGE + STATUS);
      return OK;
    }
    int operands = parsed.operands().size();
    if (operands < command.operands().fewest() || operands > command.operands().most()) {
      throw new UsageException(
          name + " does not take " + Numbers.count(operands, "operand") + "; --help says how");
    }
    command.look(parsed);
    RouterEngine router =
        command.needsStore(parsed)
            ? StoreOptions.open(parsed, command.writes(parsed))
            : StoreOptions.storeless(parsed);
    int status;
    try (router) {
      status = command.run(Caller.policies(router, command, parsed), parsed, console);
    }
    return recorded(router, status, console);
  }

  /** What was done stays done, but is not done well while the audit log does not know of it. */
  private static int recorded(RouterEngine closed, int status, Console console) {
    Optional<Health.Component> trouble =
        closed.health().components().stream()
            .filter(part -> part.name().equals("audit") && part.status() != Health.Status.UP)
            .findFirst();
    trouble.ifPresent(
        audit ->
            console.error(
                "what was done is done, but not all of it is in the audit log: " + audit.detail()));
    return trouble.isPresent() && status == OK ? DOWN : status;
  }

  /** Only a module has one: that of the image, not a folder of classes. */
  private static String version(@Nullable ModuleDescriptor module) {
    return module == null ? "unversioned" : module.rawVersion().orElse("unversioned");
  }

  private static Arguments parse(Command command, List<String> arguments) throws UsageException {
    Set<String> options = new HashSet<>(StoreOptions.OPTIONS);
    options.addAll(command.options());
    Set<String> lists = new HashSet<>(StoreOptions.LISTS);
    lists.addAll(command.lists());
    Set<String> flags = new HashSet<>(Set.of("--json", "--help", "-h"));
    flags.addAll(command.flags());
    return Arguments.parse(arguments, options, lists, flags);
  }
}
