package beamline.router.engine.extension.call;

import beamline.router.api.ErrorCode;
import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.spi.Extension;
import beamline.router.spi.Transport;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls extensions over the transport. A call takes no thread: the transport sends it, and whoever
 * waits goes on where the reply arrives. Safe for concurrent use.
 */
public final class BusCalls {
  private final @Nullable Transport transport;
  private final InstanceChoice instances;
  private final CallLimits limits;
  private final Deadlines deadlines;
  private final LongSupplier nanoTime;

  /**
   * Calls over this transport.
   *
   * @param transport null where none is configured: calls fail and say so
   * @param deadlines for a transport that forgets its own time-outs
   */
  public BusCalls(
      @Nullable Transport transport,
      InstanceChoice instances,
      CallLimits limits,
      Deadlines deadlines,
      LongSupplier nanoTime) {
    this.transport = transport;
    this.instances = instances;
    this.limits = limits;
    this.deadlines = deadlines;
    this.nanoTime = nanoTime;
  }

  /**
   * Writes a call; each attempt chooses an instance anew.
   *
   * @param version what serves the request
   * @param subject that of the version
   * @param request with the time that the extension may take: an attempt that was given less and
   *     runs out of it says nothing about an instance
   * @param trace puts the trace that it belongs to into its headers
   * @throws CallFailure when it cannot be sent
   */
  public Attempt prepare(
      ExtensionRecord record,
      ExtensionRecord.Version version,
      String subject,
      Extension.Kind kind,
      Extension.Request request,
      Consumer<Map<String, String>> trace)
      throws CallFailure {
    Transport bus = transport;
    if (bus == null) {
      throw CallFailure.unblamed(
          ErrorCode.EXTENSION_UNAVAILABLE,
          "cannot be called: it is reached over a transport, and none is configured");
    }
    CallLimits own = limits.loweredBy(version.metadata());
    byte[] body = RequestWriter.body(request, own);
    Map<String, String> headers = RequestWriter.headers(request);
    trace.accept(headers);
    return new BusCall(
        bus,
        () -> instances.choose(record, subject),
        body,
        headers,
        request.timeoutMillis(),
        bytes -> ReplyReader.read(bytes, kind, own),
        deadlines,
        nanoTime);
  }
}
