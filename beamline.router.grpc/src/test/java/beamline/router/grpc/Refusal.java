package beamline.router.grpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;

/** What a client is told instead of an answer. */
record Refusal(StatusRuntimeException thrown) {

  /** The refusal of a call. */
  static Refusal of(Runnable call) {
    return new Refusal(catchThrowableOfType(StatusRuntimeException.class, call::run));
  }

  Status.Code status() {
    return thrown.getStatus().getCode();
  }

  String message() {
    return String.valueOf(thrown.getStatus().getDescription());
  }

  ErrorInfo info() {
    return detail(ErrorInfo.class).orElseThrow();
  }

  <M extends Message> Optional<M> detail(Class<M> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
    for (Any detail : status == null ? java.util.List.<Any>of() : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return Optional.empty();
  }
}
