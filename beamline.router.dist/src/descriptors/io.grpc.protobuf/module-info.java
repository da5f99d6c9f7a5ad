/** Protobuf messages and statuses with details in gRPC, whose jar only has a name for its module. */
module io.grpc.protobuf {
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires transitive proto.google.common.protos;
  requires com.google.common;
  requires io.grpc.protobuf.lite;

  exports io.grpc.protobuf;
}
