package beamline.router.examples.audit;

import beamline.router.api.RouterConfig;
import beamline.router.audit.Anchors;
import beamline.router.audit.CheckpointKeys;
import beamline.router.audit.KeyRing;
import beamline.router.audit.Verification;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Failure;
import beamline.router.examples.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code beamline-audit verify}. */
final class VerifyCommand implements AuditCommand {

  @Override
  public String usage() {
    return """
        Verifies chains from their first entry to the last, and tells for each the first thing that
        is wrong. Without an anchor nobody can see that the end is missing, or that somebody who has
        the key sealed entries again.

        Usage: beamline-audit verify [FILE|DIR] [options]

          --anchor FILE       checkpoints that were kept elsewhere, a line each; may be repeated
          --public-key FILE   verifies checkpoints that were signed with Ed25519, in PEM
          --json              one JSON object
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--public-key");
  }

  @Override
  public Set<String> lists() {
    return Set.of("--anchor");
  }

  @Override
  public int run(Source source, RouterConfig config, Arguments arguments, Console console)
      throws UsageException, IOException {
    KeyRing keys = SourceOptions.keys(config);
    Optional<PublicKey> publicKey = publicKey(arguments);
    List<String> lines = lines(arguments);
    Anchors anchors;
    try {
      anchors = Anchors.read(lines, keys, publicKey);
    } catch (IllegalArgumentException e) {
      return Failure.of(BeamlineAudit.DAMAGED, "anchor", e).tell(arguments.has("--json"), console);
    }
    anchors.unreadable().forEach(line -> console.error("warning: passed over " + line));
    List<Verification> found =
        Chains.verify(source, Chains.of(source, arguments, anchors.chains()), keys, anchors);
    boolean whole = found.stream().allMatch(Verification::whole);
    if (arguments.has("--json")) {
      console.json(
          "ok",
          whole,
          "keyed",
          !keys.currentId().equals(KeyRing.UNKEYED),
          "warnings",
          anchors.unreadable(),
          "chains",
          found.stream().map(VerificationText::json).toList());
    } else {
      found.forEach(chain -> console.line(VerificationText.line(chain)));
      if (keys.currentId().equals(KeyRing.UNKEYED)) {
        console.error("no secret is configured: verified with the key that everybody knows");
      }
    }
    return whole ? ExitStatus.OK : BeamlineAudit.DAMAGED;
  }

  private static Optional<PublicKey> publicKey(Arguments arguments) throws UsageException {
    try {
      return arguments.value("--public-key").map(Path::of).map(CheckpointKeys::publicKey);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--public-key: " + e.getMessage());
    }
  }

  private static List<String> lines(Arguments arguments) throws UsageException, IOException {
    List<String> lines = new ArrayList<>();
    for (String anchor : arguments.all("--anchor")) {
      if (!Files.isRegularFile(Path.of(anchor))) {
        throw new UsageException("anchor '" + anchor + "' cannot be read");
      }
      lines.addAll(Files.readAllLines(Path.of(anchor)));
    }
    return lines;
  }
}
