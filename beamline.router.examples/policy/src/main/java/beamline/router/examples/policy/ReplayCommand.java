package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.ReplayReport;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code beamline-policy replay}. */
final class ReplayCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Decides recorded requests under two documents of a policy, without effects, and reports what
        the change would mean: counts, shares, expected latency and cost.

        Usage: beamline-policy replay TENANT/POLICY [BEFORE] AFTER --recording FILE [options]

          BEFORE, AFTER     a file, or @REVISION of the store; BEFORE is what is stored now
          --recording FILE  a decide request per line, as clients send it in JSON; such as
                            nats sub --raw beamline.router.v1.decide > FILE
          --json            one JSON object

        Both documents decide a request with the same draw: that in its member $draw, else one that
        follows from the number of its line.
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--recording");
  }

  @Override
  public Operands operands() {
    return new Operands(2, 3);
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    Source.look(arguments.operands());
    recording(arguments);
  }

  @Override
  public boolean needsStore(Arguments arguments) {
    return Sides.needStore(arguments.operands());
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console)
      throws UsageException, UnusableException {
    PolicyKey key = Source.key(arguments.operands().get(0));
    Path recording = recording(arguments);
    List<Source> sides = Sides.of(arguments.operands(), key, policies);
    Source before = sides.get(0).usable(policies);
    Source after = sides.get(1).usable(policies);
    Progress progress = new Progress(console);
    ReplayReport report =
        policies.analysis().replay(before.document(), after.document(), recording, progress::at);
    progress.end();
    if (arguments.has("--json")) {
      console.line(Json.text(ReplayJson.of(report)));
    } else {
      ReplayText.print(before.label(), after.label(), report, console);
    }
    return report.complete() ? ExitStatus.OK : ExitStatus.NO;
  }

  private static Path recording(Arguments arguments) throws UsageException {
    return Source.look(
        arguments
            .value("--recording")
            .orElseThrow(() -> new UsageException("--recording FILE is missing")));
  }
}
