package beamline.router.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code x-correlation-id}, else {@code correlation-id} (routing contract 10.2): a UUID v4 or
 * a ULID, which is sent back with the answer. Others are logged and left alone; none is ever made
 * up.
 */
final class CorrelationIds implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(CorrelationIds.class);
  private static final Metadata.Key<String> NAME =
      Metadata.Key.of("x-correlation-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> OTHER_NAME =
      Metadata.Key.of("correlation-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final Pattern ID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
              + "|[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}");
  private static final Context.Key<String> ID_OF_CALL =
      Context.key("beamline-router-correlation-id");

  /** The id of the present call. */
  static Optional<String> ofCall() {
    return Optional.ofNullable(ID_OF_CALL.get());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String id = id(headers);
    if (id == null) {
      return next.startCall(call, headers);
    }
    return Contexts.interceptCall(
        Context.current().withValue(ID_OF_CALL, id), new Echo<>(call, id), headers, next);
  }

  private static @Nullable String id(Metadata headers) {
    String shown = headers.get(NAME);
    shown = shown == null ? headers.get(OTHER_NAME) : shown;
    if (shown == null) {
      return null;
    }
    String id = shown.strip();
    if (!ID.matcher(id).matches()) {
      LOG.debug("a correlation id of {} characters is neither a UUID v4 nor a ULID", id.length());
      return null;
    }
    return id;
  }

  /** Sends the id back. */
  private static final class Echo<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final String id;

    Echo(ServerCall<Q, A> call, String id) {
      super(call);
      this.id = id;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      headers.put(NAME, id);
      super.sendHeaders(headers);
    }
  }
}
