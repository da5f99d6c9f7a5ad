package beamline.router.examples.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.InvalidConfigurationException;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Health;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Failure;
import beamline.router.examples.command.Manual;
import beamline.router.examples.command.Program;
import beamline.router.examples.command.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command for policies, as an operator runs it.
 *
 * <p>Exit status: 0 when it was done; 1 when the answer is no (a document is invalid, somebody else
 * was faster, there is no such policy, the caller may not do it); 2 when the arguments or the
 * settings cannot be used, the store is not there or lets whoever asks not do it, or the answer
 * cannot be written; 3 when the store does not answer, or what was done is not in the audit log.
 */
public final class BeamlinePolicy extends Program<PolicyCommand> {
  private static final Set<ErrorCode> SAYS_NO =
      Set.of(
          ErrorCode.INVALID_POLICY,
          ErrorCode.POLICY_CONFLICT,
          ErrorCode.POLICY_NOT_FOUND,
          ErrorCode.QUOTA_EXCEEDED,
          ErrorCode.UNAUTHENTICATED,
          ErrorCode.PERMISSION_DENIED);
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

  private static final String STATUSES =
      """

      Exit status: 0 done; 1 the answer is no (invalid, conflict, not found, not allowed); 2 the arguments or the
      settings cannot be used, a login or a right is missing, or the answer cannot be written; 3 the
      store does not answer, or what was done could not be written to the audit log.
      """;

  private static final Map<String, PolicyCommand> COMMANDS = new LinkedHashMap<>();

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

  private BeamlinePolicy() {
    super(new Manual("beamline-policy", USAGE, StoreOptions.SHARED, STATUSES), COMMANDS);
  }

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    new BeamlinePolicy().start(arguments);
  }

  static int run(List<String> arguments, Console console) {
    return new BeamlinePolicy().answer(arguments, console);
  }

  @Override
  protected Failure failure(RouterException fault) {
    if (fault instanceof InvalidConfigurationException invalid) {
      return new Failure(ExitStatus.UNUSABLE, invalid.code().reason(), invalid.problems());
    }
    return SAYS_NO.contains(fault.code()) ? Failure.of(ExitStatus.NO, fault) : super.failure(fault);
  }

  @Override
  protected int run(PolicyCommand command, Arguments arguments, Console console)
      throws UsageException {
    command.look(arguments);
    RouterEngine router =
        command.needsStore(arguments)
            ? StoreOptions.open(arguments, command.writes(arguments))
            : StoreOptions.storeless(arguments);
    int status;
    try (router) {
      status = command.run(Caller.policies(router, command, arguments), arguments, console);
    } catch (UnusableException e) {
      return e.tell(arguments.has("--json"), console);
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
    return trouble.isPresent() && status == ExitStatus.OK ? ExitStatus.DOWN : status;
  }
}
