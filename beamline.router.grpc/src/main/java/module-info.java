/**
 * Deciding and administration as gRPC services that a host adds to its own server: see {@link
 * beamline.router.grpc.GrpcServices}.
 */
// The libraries have no descriptors of their own; the distribution supplies them for jlink.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module beamline.router.grpc {
  exports beamline.router.grpc;
  exports beamline.router.grpc.flow.v1;
  exports beamline.router.grpc.v1;

  requires static transitive org.jspecify;
  requires transitive beamline.router.api;
  requires transitive beamline.router.proto;
  requires transitive com.google.common;
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires transitive io.grpc.stub;
  requires io.grpc.protobuf;
  requires io.grpc.services;
  requires org.slf4j;
  requires proto.google.common.protos;
  requires tools.jackson.core;
}
