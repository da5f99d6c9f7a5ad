/** gRPC's calls, channels and servers, whose jar only has a name for its module. */
module io.grpc {
  requires transitive com.google.common;
  requires java.logging;

  exports io.grpc;

  uses io.grpc.LoadBalancerProvider;
  uses io.grpc.ManagedChannelProvider;
  uses io.grpc.NameResolverProvider;
  uses io.grpc.ServerProvider;
}
