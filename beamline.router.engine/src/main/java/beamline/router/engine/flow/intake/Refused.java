package beamline.router.engine.flow.intake;

import beamline.router.api.ErrorCode;
import beamline.router.api.IntakeKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteRejection;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.audit.Refusals;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.Underway;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.engine.log.OneASecond;
import beamline.router.engine.wire.Caller;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of invalid requests: counted, logged, and kept as dead letters when another sender
 * or another version could make them valid (routing contract 7.5). Safe for concurrent use.
 */
final class Refused {
  private static final Logger LOG = LoggerFactory.getLogger(Refused.class);

  private final DeadLetters deadLetters;
  private final FlowTelemetry telemetry;
  private final Refusals refusals;
  private final Underway underway;
  private final OneASecond lines;
  private final int maxPayloadBytes;

  Refused(FlowContext context, DeadLetters deadLetters, Underway underway) {
    this.maxPayloadBytes = context.config().get(IntakeKeys.MAX_PAYLOAD_BYTES);
    this.deadLetters = deadLetters;
    this.telemetry = context.telemetry();
    this.refusals = new Refusals(context.audit(), context.epochMillis(), "decide_denied");
    this.underway = underway;
    this.lines = new OneASecond(context.nanoTime());
  }

  void lookAtHeaders(Message message) {
    Map<String, String> headers = message.headers();
    if (!headers.containsKey(WireHeaders.TRACE_ID)
        || !headers.containsKey(WireHeaders.TENANT_ID)
        || !headers.containsKey(WireHeaders.VERSION)) {
      telemetry.headersMissing(message.subject());
    }
  }

  void take(Message message, RouteRejection rejection, Caller caller) {
    ErrorCode code = rejection.code();
    String tenantId = caller.ids().tenantId();
    telemetry.messageInvalid(message.subject(), code, tenantId == null ? "" : tenantId);
    if (code == ErrorCode.TENANT_FORBIDDEN) {
      telemetry.contractViolated(message.subject());
      writeDown(message, tenantId == null ? "" : tenantId);
    }
    int bytes = message.payload().length;
    if (bytes > maxPayloadBytes) {
      telemetry.messageTooLarge(message.subject(), bytes);
    }
    lines
        .of(LOG.atInfo())
        .addKeyValue(LogEvent.KEY, LogEvent.INTAKE_VALIDATION_FAILED)
        .addKeyValue("subject", message.subject())
        .addKeyValue("code", code.reason())
        .addKeyValue("bytes", bytes)
        .log("router.intake.validation_failed: an invalid request was refused");
    if (isKept(code)) {
      keep(message, rejection);
    }
  }

  /** A request that is well-formed, of a tenant that may not ask. */
  void forbidden(Message message, String tenantId) {
    telemetry.messageInvalid(message.subject(), ErrorCode.TENANT_FORBIDDEN, tenantId);
    writeDown(message, tenantId);
  }

  private void writeDown(Message message, String tenantId) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("code", ErrorCode.TENANT_FORBIDDEN.reason());
    message
        .header(WireHeaders.TENANT_ID)
        .ifPresent(header -> details.put("header_tenant_id", header));
    refusals.tell(PolicyKey.isId(tenantId) ? tenantId : "", "caller", "tenant", tenantId, details);
  }

  private static boolean isKept(ErrorCode code) {
    return switch (code) {
      case SCHEMA_VALIDATION_FAILED,
          VERSION_UNSUPPORTED,
          CORRELATION_FIELDS_INVALID,
          TENANT_FORBIDDEN ->
          true;
      default -> false;
    };
  }

  private void keep(Message message, RouteRejection rejection) {
    underway.began();
    CompletionStage<Void> kept;
    try {
      kept = deadLetters.keep(message, rejection.code(), rejection.message());
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.DEAD_LETTER_NOT_KEPT)
          .addKeyValue("subject", message.subject())
          .addKeyValue("reason", e.toString())
          .log("an invalid request was not kept");
      underway.ended();
      return;
    }
    CompletionStage<Void> unused = kept.whenComplete((nothing, fault) -> underway.ended());
  }
}
