package beamline.router.examples.admin;

import beamline.router.grpc.v1.AccessAdminGrpc;
import beamline.router.grpc.v1.AccessAdminGrpc.AccessAdminBlockingStub;
import beamline.router.grpc.v1.AuditAdminGrpc;
import beamline.router.grpc.v1.AuditAdminGrpc.AuditAdminBlockingStub;
import beamline.router.grpc.v1.ControlAdminGrpc;
import beamline.router.grpc.v1.ControlAdminGrpc.ControlAdminBlockingStub;
import beamline.router.grpc.v1.ExtensionAdminGrpc;
import beamline.router.grpc.v1.ExtensionAdminGrpc.ExtensionAdminBlockingStub;
import beamline.router.grpc.v1.TenantAdminGrpc;
import beamline.router.grpc.v1.TenantAdminGrpc.TenantAdminBlockingStub;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Optional;

/** A running node, as it is reached by whoever asks. */
final class Node implements AutoCloseable {
  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);

  /** All tenants with all their users are one message. */
  private static final int LARGEST_ANSWER = 64 * 1024 * 1024;

  private final String target;
  private final Duration deadline;
  private final ManagedChannel channel;
  private final Metadata headers = new Metadata();

  Node(
      String target,
      String host,
      int port,
      ChannelCredentials credentials,
      Duration deadline,
      Optional<String> key) {
    this.target = target;
    this.deadline = deadline;
    this.channel =
        NettyChannelBuilder.forAddress(host, port, credentials)
            .disableServiceConfigLookUp()
            .maxInboundMessageSize(LARGEST_ANSWER)
            .build();
    key.ifPresent(shown -> headers.put(API_KEY, shown));
  }

  AccessAdminBlockingStub access() {
    return asked(AccessAdminGrpc.newBlockingStub(channel));
  }

  TenantAdminBlockingStub tenants() {
    return asked(TenantAdminGrpc.newBlockingStub(channel));
  }

  ControlAdminBlockingStub controls() {
    return asked(ControlAdminGrpc.newBlockingStub(channel));
  }

  ExtensionAdminBlockingStub extensions() {
    return asked(ExtensionAdminGrpc.newBlockingStub(channel));
  }

  AuditAdminBlockingStub audit() {
    return asked(AuditAdminGrpc.newBlockingStub(channel));
  }

  /** For what is read while it is printed, as slowly as somebody turns the pages. */
  AuditAdminBlockingStub auditStream() {
    return shown(AuditAdminGrpc.newBlockingStub(channel))
        .withInterceptors(new FirstAnswer(deadline));
  }

  HealthBlockingStub health() {
    return asked(HealthGrpc.newBlockingStub(channel));
  }

  private <S extends AbstractStub<S>> S asked(S service) {
    return shown(service).withDeadlineAfter(deadline);
  }

  private <S extends AbstractStub<S>> S shown(S service) {
    return service.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** Where it is, as it was said. */
  String target() {
    return target;
  }

  /** How long it may take to answer. */
  Duration deadline() {
    return deadline;
  }

  /** Whether a key is shown. */
  boolean showsKey() {
    return headers.containsKey(API_KEY);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
