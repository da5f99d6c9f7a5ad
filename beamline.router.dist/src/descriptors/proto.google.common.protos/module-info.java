/** The messages that Google's APIs have in common, such as the details of a gRPC status; the name is the one that the jar's own name makes. */
module proto.google.common.protos {
  requires transitive com.google.protobuf;

  exports com.google.api;
  exports com.google.longrunning;
  exports com.google.rpc;
  exports com.google.rpc.context;
  exports com.google.type;
}
