package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Looks at a message before it is parsed: one that is too long is refused, and so is what turns out
 * not to be one. Without this, a server would call the latter its own fault.
 */
final class MessageBounds implements ServerInterceptor {
  private final int maxBytes;
  private final ErrorStatus errors;

  MessageBounds(int maxBytes, ErrorStatus errors) {
    this.maxBytes = maxBytes;
    this.errors = errors;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new Bounded<>(call, next.startCall(call, headers));
  }

  private final class Bounded<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private boolean refused;

    Bounded(ServerCall<Q, ?> call, ServerCall.Listener<Q> next) {
      super(next);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      try {
        int bytes = ((InputStream) message).available();
        if (bytes > maxBytes) {
          refuse("message has " + bytes + " bytes, must be at most " + maxBytes);
        } else {
          super.onMessage(message);
        }
      } catch (StatusRuntimeException | IOException e) {
        refuse("message is no protobuf of the kind that this method takes");
      }
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }

    private void refuse(String why) {
      refused = true;
      StatusRuntimeException status =
          errors.of(RouteRejection.of(ErrorCode.SCHEMA_VALIDATION_FAILED, why));
      Metadata trailers = Status.trailersFromThrowable(status);
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }
  }
}
