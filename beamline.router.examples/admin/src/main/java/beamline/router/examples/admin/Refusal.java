package beamline.router.examples.admin;

import beamline.router.api.ErrorCode;
import beamline.router.examples.command.ApiKey;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Failure;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What it means that a node did not do what it was asked to.
 *
 * @param node which
 */
record Refusal(Node node) {
  private static final Set<Status.Code> OUTAGES =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.DATA_LOSS);

  Failure of(StatusRuntimeException thrown) {
    Status status = thrown.getStatus();
    Optional<String> reason = reason(thrown);
    boolean outage = OUTAGES.contains(status.getCode());
    if (reason.isPresent()) {
      return failure(outage, reason.get(), told(status));
    }
    String code = status.getCode().name().toLowerCase(Locale.ROOT);
    Throwable cause = root(thrown);
    if (Stream.iterate((Throwable) thrown, Objects::nonNull, Throwable::getCause)
        .anyMatch(SSLException.class::isInstance)) {
      return failure(false, "tls", node.target() + ": no TLS with it: " + cause.getMessage());
    }
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          failure(
              true,
              code,
              node.target()
                  + " does not answer: "
                  + (cause == thrown ? status.getDescription() : cause.getMessage()));
      case DEADLINE_EXCEEDED ->
          failure(
              true,
              code,
              node.target() + " has not answered within " + node.deadline().toMillis() + " ms");
      case UNIMPLEMENTED ->
          failure(
              false,
              code,
              node.target()
                  + " does not serve this: it is older, or serves no administration ("
                  + status.getDescription()
                  + ")");
      default -> failure(outage, code, node.target() + ": " + told(status));
    };
  }

  private static Failure failure(boolean outage, String code, String sentence) {
    return new Failure(outage ? ExitStatus.DOWN : ExitStatus.UNUSABLE, code, List.of(sentence));
  }

  private String told(Status status) {
    String sentence = String.valueOf(status.getDescription());
    return status.getCode() == Status.Code.UNAUTHENTICATED && !node.showsKey()
        ? sentence + "; " + ApiKey.OPTION + " FILE or " + ApiKey.VARIABLE + " shows a key"
        : sentence;
  }

  /** Which refusal of the router it is; empty when it is not the router's. */
  private static Optional<String> reason(StatusRuntimeException thrown) {
    com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
    if (status == null) {
      return Optional.empty();
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          String name = detail.unpack(ErrorInfo.class).getReason();
          return Stream.of(ErrorCode.values())
              .filter(code -> code.name().equals(name))
              .map(ErrorCode::reason)
              .findFirst();
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
