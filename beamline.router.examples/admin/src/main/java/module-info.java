/** The command for a running node: administers it over gRPC. */
// gRPC has no descriptors of its own; the distribution supplies them for jlink.
@SuppressWarnings("requires-automatic")
@org.jspecify.annotations.NullMarked
module beamline.router.examples.admin {
  requires static transitive org.jspecify;
  requires beamline.router.audit;
  requires beamline.router.examples.command;
  requires beamline.router.grpc;
  requires io.grpc.netty.shaded;
  requires io.grpc.protobuf;
  requires io.grpc.services;
  requires java.logging;
  requires proto.google.common.protos;
}
