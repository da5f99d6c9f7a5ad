package beamline.router.engine.audit;

import beamline.router.engine.json.JsonWriter;
import beamline.router.spi.AuditEntry;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands records to the audit sink, one after another. Never throws. Safe for concurrent use. */
public final class AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final String CHAIN = "router";
  private static final String NO_KEY = "none";

  private final AuditSink sink;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable AuditEntry last;

  /** A trail that ends in this sink. */
  public AuditTrail(AuditSink sink) {
    this.sink = sink;
  }

  /** Takes a record; one that cannot be appended is told to the log. */
  public void record(AuditRecord record) {
    lock.lock();
    try {
      AuditEntry next = next(record);
      sink.append(List.of(next));
      last = next;
    } catch (RuntimeException e) {
      LOG.error("{} is not in the audit log: {}", record, String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  private AuditEntry next(AuditRecord record) {
    AuditEntry former = last == null ? sink.last(CHAIN).orElse(null) : last;
    String previous = former == null ? "" : former.mac();
    String body = body(record);
    return new AuditEntry(
        CHAIN,
        former == null ? 1 : former.index() + 1,
        2,
        NO_KEY,
        previous,
        sha256(previous + body),
        body);
  }

  private static String body(AuditRecord record) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ts", Instant.ofEpochMilli(record.epochMillis()).toString());
    body.put("tenant_id", record.tenantId());
    body.put("actor", record.actor());
    body.put("action", record.action());
    body.put("resource_type", record.resourceType());
    body.put("resource_id", record.resourceId());
    body.put("details", new TreeMap<>(record.details()));
    return JsonWriter.text(body);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
