/** Protobuf messages in gRPC, whose jar only has a name for its module. */
module io.grpc.protobuf.lite {
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires com.google.common;

  exports io.grpc.protobuf.lite;
}
