package beamline.router.engine.flow.worker;

import beamline.router.api.ErrorCode;
import beamline.router.engine.flow.Flow;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.result.InvalidMessageException;
import beamline.router.engine.flow.result.TolerantFields;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hears heartbeats and dead letters of workers, on the subjects of the documents and on those that
 * workers use, and tells telemetry. Both are best effort: they say how workers are, and decide
 * nothing. A heartbeat is heard by every node, a dead letter by one of them.
 */
public final class WorkerSigns implements Flow {
  private static final List<String> HEARTBEATS =
      List.of("caf.status.heartbeat.v1", "caf.worker.heartbeat.v1");
  private static final List<String> DEAD_LETTERS = List.of("caf.deadletter.v1", "caf.exec.dlq.v1");
  private static final String GROUP = "router-worker-dead-letters";
  private static final int MAX_WORKERS = 1_000;
  private static final int MAX_REASONS = 50;
  private static final int LONGEST = 64;
  private static final String OTHER = "other";
  private static final Set<String> STATUSES = Set.of("idle", "busy", "draining", "stopped");

  private final Transport transport;
  private final FlowTelemetry telemetry;
  private final Set<String> workers = ConcurrentHashMap.newKeySet();
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  /** Hears workers on the context's transport. */
  public WorkerSigns(FlowContext context) {
    transport = context.transport();
    telemetry = context.telemetry();
  }

  @Override
  public String name() {
    return "worker-signs";
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public CompletionStage<Void> start() {
    for (String subject : HEARTBEATS) {
      Transport.Subscription unused = transport.serve(subject, "", this::heartbeat);
    }
    for (String subject : DEAD_LETTERS) {
      Transport.Subscription unused = transport.serve(subject, GROUP, this::deadLetter);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void heartbeat(Message message) {
    try {
      TolerantFields fields = TolerantFields.of(message, "heartbeat");
      String worker = fields.text("worker_id");
      String status = fields.text("status");
      double load = fields.number("load");
      telemetry.workerHeartbeat(
          bounded(worker, workers, MAX_WORKERS),
          status != null && STATUSES.contains(status) ? status : OTHER,
          Double.isNaN(load) ? 0 : load);
    } catch (InvalidMessageException e) {
      telemetry.messageInvalid(message.subject(), ErrorCode.SCHEMA_VALIDATION_FAILED, "");
    }
  }

  private void deadLetter(Message message) {
    String reason = "UNREADABLE";
    try {
      TolerantFields fields = TolerantFields.of(message, "dead_letter");
      String told = fields.text("reason");
      reason = bounded(told == null ? fields.text("error_code") : told, reasons, MAX_REASONS);
    } catch (InvalidMessageException e) {
      // a dead letter all the same
    }
    telemetry.workerDeadLetter(reason);
  }

  /** What labels a series must not grow without end, whatever is sent. */
  private static String bounded(@Nullable String text, Set<String> known, int most) {
    if (text == null || text.length() > LONGEST) {
      return OTHER;
    }
    if (known.contains(text)) {
      return text;
    }
    if (known.size() >= most) {
      return OTHER;
    }
    known.add(text);
    return text;
  }
}
