package beamline.router.engine.wire;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told about faults: those of the router are logged here, and not told. */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  static RouteRejection refusal(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    if (cause instanceof RouterException known && known.code() != ErrorCode.INTERNAL_ERROR) {
      if (known.code().isOfTheRouter()) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.REQUEST_FAULT)
            .addKeyValue("code", known.code().reason())
            .addKeyValue("reason", known.getMessage())
            .log("a request could not be served");
      }
      return RouteRejection.of(known.code(), known.publicMessage());
    }
    return logged(ErrorCode.INTERNAL_ERROR, cause);
  }

  /** A codec or the reader failed in a way that they must not. */
  static RouteRejection unreadable(RuntimeException fault) {
    return logged(ErrorCode.INTERNAL_VALIDATION_ERROR, fault);
  }

  private static RouteRejection logged(ErrorCode code, Throwable fault) {
    LOG.atError()
        .addKeyValue(LogEvent.KEY, LogEvent.REQUEST_FAILED)
        .addKeyValue("code", code.reason())
        .setCause(fault)
        .log("a request failed");
    return RouteRejection.of(code, code.defaultMessage());
  }
}
