package beamline.router.examples.admin;

import beamline.router.audit.AuditBody;
import beamline.router.audit.AuditLine;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.AuditEntry;
import beamline.router.grpc.v1.ListChainsRequest;
import beamline.router.grpc.v1.ListChainsResponse;
import beamline.router.grpc.v1.ReadEntriesRequest;
import beamline.router.grpc.v1.ReadEntriesResponse;
import beamline.router.spi.AuditRecord;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What is written in the audit log. */
final class AuditCommands {
  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of("chains", "Lists the chains of the audit log", AuditCommands::chains),
          AdminCommand.of("audit CHAIN", "Prints entries of the audit log", AuditCommands::entries)
              .option("--from INDEX", "the first one (default: 1)")
              .option("--limit N", "how many to look at (default: 1000)")
              .option("--tenant TENANT", "only those about this tenant"));

  private AuditCommands() {}

  private static Answer chains(Node node, Arguments arguments) {
    ListChainsResponse chains = node.audit().listChains(ListChainsRequest.getDefaultInstance());
    Table table = new Table("CHAIN");
    chains.getChainsList().forEach(table::row);
    return Answer.of(chains, table);
  }

  private static Answer entries(Node node, Arguments arguments) throws UsageException {
    Iterator<ReadEntriesResponse> answers =
        node.auditStream()
            .readEntries(
                ReadEntriesRequest.newBuilder()
                    .setChain(arguments.operands().get(0))
                    .setFromIndex(arguments.number("--from").orElse(0L))
                    .setLimit(arguments.count("--limit").orElse(0))
                    .setTenantId(arguments.value("--tenant").orElse(""))
                    .build());
    return (json, console) -> {
      Iterator<AuditEntry> entries = entries(answers);
      if (json) {
        entries.forEachRemaining(entry -> line(entry, console));
      } else {
        table(entries).print(console);
      }
      return ExitStatus.OK;
    };
  }

  /** The last answer has none: it only says where to go on. */
  private static Iterator<AuditEntry> entries(Iterator<ReadEntriesResponse> answers) {
    Iterable<ReadEntriesResponse> all = () -> answers;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(ReadEntriesResponse::hasEntry)
        .map(ReadEntriesResponse::getEntry)
        .iterator();
  }

  /** To the last character, and not for eyes: {@code beamline-audit verify} reads it. */
  private static void line(AuditEntry entry, Console console) {
    console
        .out()
        .println(
            AuditLine.write(
                new beamline.router.api.admin.AuditEntry(
                    entry.getChain(),
                    entry.getIndex(),
                    entry.getForm(),
                    entry.getKeyId(),
                    entry.getPreviousMac(),
                    entry.getMac(),
                    entry.getBody())));
  }

  static Table table(Iterator<AuditEntry> entries) {
    Table table = new Table(">INDEX", "TIME", "TENANT", "ACTOR", "ACTION", "RESOURCE", "DETAILS");
    while (entries.hasNext()) {
      AuditEntry entry = entries.next();
      try {
        row(table, entry.getIndex(), AuditBody.read(entry.getBody()));
      } catch (IllegalArgumentException e) {
        table.row(entry.getIndex(), "-", "-", "-", "-", "-", entry.getBody());
      }
    }
    return table;
  }

  private static void row(Table table, long index, AuditRecord record) {
    table.row(
        index,
        Instant.ofEpochMilli(record.epochMillis()),
        record.tenantId(),
        record.actor(),
        record.action(),
        record.resourceType() + " " + record.resourceId(),
        new TreeMap<>(record.details()));
  }
}
