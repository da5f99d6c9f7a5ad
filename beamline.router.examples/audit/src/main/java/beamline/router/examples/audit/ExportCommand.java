package beamline.router.examples.audit;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.AuditFolder;
import beamline.router.audit.AuditLine;
import beamline.router.audit.AuditLog;
import beamline.router.audit.StoredEntry;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.UsageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code beamline-audit export}. */
final class ExportCommand implements AuditCommand {

  @Override
  public String usage() {
    return """
        Writes chains into a folder, a file each, as the sink file would: for verification elsewhere,
        or to keep them. What is no entry ends it, so that nothing is left out silently.

        Usage: beamline-audit export [FILE|DIR] --to DIR [options]

          --to DIR          the folder; it is made, and may not have these chains yet
          --json            one JSON object
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--to");
  }

  @Override
  public int run(Source source, RouterConfig config, Arguments arguments, Console console)
      throws UsageException, IOException {
    AuditFolder folder =
        new AuditFolder(
            Path.of(
                arguments
                    .value("--to")
                    .orElseThrow(() -> new UsageException("--to is missing, must be a folder"))));
    List<Map<String, Object>> chains = new ArrayList<>();
    for (String chain : Chains.of(source, arguments)) {
      long entries = export(source, chain, folder);
      chains.add(Json.object("chain", chain, "entries", entries));
      if (!arguments.has("--json")) {
        console.line(chain + ": " + entries + " entries written to " + folder.chain(chain));
      }
    }
    if (arguments.has("--json")) {
      console.json("ok", true, "chains", chains);
    }
    return ExitStatus.OK;
  }

  private static long export(Source source, String chain, AuditFolder folder)
      throws UsageException, IOException {
    if (!folder.segments(chain).isEmpty()) {
      throw new UsageException(folder.chain(chain) + " has entries already");
    }
    long entries = 0;
    try (AuditLog log = source.open(chain, 1)) {
      AuditEntry first = entry(log.next());
      if (first == null) {
        return 0;
      }
      Files.createDirectories(folder.chain(chain));
      try (BufferedWriter file =
          Files.newBufferedWriter(folder.segment(chain, first.index()), StandardCharsets.UTF_8)) {
        for (AuditEntry entry = first; entry != null; entry = entry(log.next())) {
          file.write(AuditLine.write(entry));
          file.write('\n');
          entries++;
        }
      }
    }
    return entries;
  }

  private static @Nullable AuditEntry entry(@Nullable StoredEntry stored) throws IOException {
    if (stored == null) {
      return null;
    }
    AuditEntry entry = stored.entry();
    if (entry == null) {
      throw new IOException(stored.place() + " is no entry of an audit log; verify tells more");
    }
    return entry;
  }
}
