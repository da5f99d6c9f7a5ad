package beamline.router.examples.audit;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.AuditBody;
import beamline.router.audit.AuditLine;
import beamline.router.audit.AuditLog;
import beamline.router.audit.StoredEntry;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.spi.AuditRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code beamline-audit show}. */
final class ShowCommand implements AuditCommand {
  private static final int DEFAULT_LIMIT = 100;

  @Override
  public String usage() {
    return """
        Prints entries, whether they are what was sealed or not: verify says that.

        Usage: beamline-audit show [FILE|DIR] [options]

          --from INDEX      the first one (default: 1)
          --limit NUMBER    how many of each chain at most (default: 100)
          --tenant TENANT   only those about this tenant
          --actor ACTOR     only those of whom this one did it
          --action ACTION   only those of this action
          --json            an entry per line, as it is stored
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--from", "--limit", "--tenant", "--actor", "--action");
  }

  @Override
  public int run(Source source, RouterConfig config, Arguments arguments, Console console)
      throws UsageException, IOException {
    long from = number(arguments, "--from", 1);
    long limit = number(arguments, "--limit", DEFAULT_LIMIT);
    Table table =
        new Table("CHAIN", ">INDEX", "TIME", "TENANT", "ACTOR", "ACTION", "RESOURCE", "DETAILS");
    for (String chain : Chains.of(source, arguments)) {
      long shown = 0;
      try (AuditLog log = source.open(chain, from)) {
        for (StoredEntry stored = log.next();
            stored != null && shown < limit;
            stored = log.next()) {
          AuditEntry entry = stored.entry();
          AuditRecord record = entry == null ? null : record(entry);
          if (entry == null || record == null) {
            console.error(stored.place() + " is no entry of an audit log");
          } else if (isWanted(record, arguments)) {
            shown++;
            show(entry, record, arguments.has("--json"), table, console);
          }
        }
      }
    }
    if (!table.isEmpty()) {
      table.print(console);
    }
    return ExitStatus.OK;
  }

  private static void show(
      AuditEntry entry, AuditRecord record, boolean json, Table table, Console console) {
    if (json) {
      console.line(AuditLine.write(entry));
      return;
    }
    table.row(
        entry.chain(),
        entry.index(),
        Instant.ofEpochMilli(record.epochMillis()),
        record.tenantId(),
        record.actor(),
        record.action(),
        record.resourceType() + " " + record.resourceId(),
        new TreeMap<>(record.details()));
  }

  private static @Nullable AuditRecord record(AuditEntry entry) {
    try {
      return AuditBody.read(entry.body());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isWanted(AuditRecord record, Arguments arguments) {
    return is(arguments.value("--tenant"), record.tenantId())
        && is(arguments.value("--actor"), record.actor())
        && is(arguments.value("--action"), record.action());
  }

  private static boolean is(Optional<String> wanted, String value) {
    return wanted.isEmpty() || wanted.get().equals(value);
  }

  private static long number(Arguments arguments, String option, long otherwise)
      throws UsageException {
    String text = arguments.value(option).orElse(Long.toString(otherwise));
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new UsageException(option + " is '" + text + "', must be a whole number from 1");
    }
    return Long.parseLong(text);
  }
}
