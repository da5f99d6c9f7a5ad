package beamline.router.examples.audit;

import beamline.router.audit.Anchors;
import beamline.router.audit.AuditLog;
import beamline.router.audit.KeyRing;
import beamline.router.audit.Verification;
import beamline.router.audit.Verifier;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The chains that a command is about. */
final class Chains {
  private Chains() {}

  /** The one that is named, else all. */
  static List<String> of(Source source, Arguments arguments) throws UsageException, IOException {
    return of(source, arguments, Set.of());
  }

  /** The one that is named, else all that there are or should be. */
  static List<String> of(Source source, Arguments arguments, Set<String> expected)
      throws UsageException, IOException {
    Set<String> chains = new TreeSet<>(source.chains());
    chains.addAll(expected);
    if (arguments.has("--chain")) {
      String chain = arguments.value("--chain").orElse("");
      if (!chains.contains(chain)) {
        throw new UsageException("there is no chain '" + chain + "', there are " + chains);
      }
      return List.of(chain);
    }
    if (chains.isEmpty()) {
      throw new UsageException("the log has no entries");
    }
    return List.copyOf(chains);
  }

  static List<Verification> verify(
      Source source, List<String> chains, KeyRing keys, Anchors anchors) throws IOException {
    Verifier verifier = new Verifier(keys, anchors);
    List<Verification> found = new ArrayList<>();
    for (String chain : chains) {
      try (AuditLog log = source.open(chain, 1)) {
        found.add(verifier.verify(chain, log));
      }
    }
    return found;
  }
}
