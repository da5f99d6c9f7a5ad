package beamline.router.engine.audit;

import beamline.router.api.LogEvent;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.FlowTelemetry;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what the chain does not have: the chain itself does, of what found no place; when nothing is
 * written any more, the log of the program. Safe for concurrent use.
 */
final class MissingRecords {
  private static final Logger LOG = LoggerFactory.getLogger(MissingRecords.class);

  private final AuditSettings settings;
  private final AuditQueue queue;
  private final FlowTelemetry telemetry;

  MissingRecords(AuditSettings settings, AuditQueue queue, FlowTelemetry telemetry) {
    this.settings = settings;
    this.queue = queue;
    this.telemetry = telemetry;
  }

  /** Adds a record of how many were lost, if any were. */
  void tell(List<AuditRecord> records, long nowMillis) {
    long lost = queue.takeLost();
    if (lost > 0) {
      telemetry.auditLost(lost);
      records.add(lost(settings.chain(), nowMillis, lost));
    }
  }

  /** Says in a chain that so many of its records are missing. */
  static AuditRecord lost(String chain, long epochMillis, long records) {
    return new AuditRecord(
        epochMillis, "", "router", "audit.lost", "audit_chain", chain, Map.of("records", records));
  }

  /** A line for each that nobody will write, so that none is too long, and what was lost before. */
  void log(List<AuditRecord> records, String reason) {
    for (AuditRecord record : records) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_RECORD_LOST)
          .addKeyValue("record", settings.redaction().mask(record))
          .addKeyValue("reason", reason)
          .log("closed before the audit sink took a record");
    }
    long lost = queue.takeLost();
    if (lost > 0) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_RECORD_LOST)
          .addKeyValue("records", lost)
          .addKeyValue("reason", reason)
          .log("closed before the audit sink took that records are missing");
    }
    if (records.size() + lost > 0) {
      telemetry.auditLost(records.size() + lost);
    }
  }
}
