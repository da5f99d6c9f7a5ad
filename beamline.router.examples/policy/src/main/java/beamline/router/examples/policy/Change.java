package beamline.router.examples.policy;

import beamline.router.api.policy.PolicyDocument;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.UsageException;
import java.util.Optional;
import java.util.function.Supplier;

/** A change of a stored policy: shown, then made, if it is to be. */
final class Change {
  private final long revision;
  private final Optional<String> problem;
  private final Difference difference;
  private final long expected;
  private final boolean dry;
  private final boolean json;

  /**
   * A change.
   *
   * @param stored what is stored now
   * @param arguments {@code --expect}, {@code --dry-run} and {@code --json}
   */
  Change(Stored stored, Difference difference, Arguments arguments) throws UsageException {
    this.revision = stored.revision();
    this.problem = stored.problem();
    this.difference = difference;
    this.expected = arguments.number("--expect").orElse(revision);
    this.dry = arguments.has("--dry-run");
    this.json = arguments.has("--json");
  }

  /** The revision that is stored now; 0 for none. */
  long revision() {
    return revision;
  }

  /** The revision that must be stored when the change is made. */
  long expected() {
    return expected;
  }

  void show(Console console) {
    if (!json) {
      problem.ifPresent(why -> console.line("what is stored cannot be read: " + why));
      difference.print(console);
      console.line("");
    }
  }

  /** Something else to look at. */
  void note(String line, Console console) {
    if (!json) {
      console.line(line);
    }
  }

  /** Makes it, unless it is a dry run. */
  int make(Supplier<PolicyDocument> action, Console console) {
    if (dry) {
      return keep("this was a dry run", console);
    }
    PolicyDocument stored = action.get();
    tell(stored.revision(), true, "stored as revision " + stored.revision(), console);
    return ExitStatus.OK;
  }

  /** Leaves everything as it is. */
  int keep(String why, Console console) {
    tell(revision, false, "nothing was stored: " + why, console);
    return ExitStatus.OK;
  }

  private void tell(long now, boolean stored, String words, Console console) {
    if (json) {
      console.json(
          "ok",
          true,
          "stored",
          stored,
          "revision",
          now,
          "changes",
          difference.changesJson(),
          "shares",
          difference.sharesJson());
    } else {
      console.line(words);
    }
  }
}
