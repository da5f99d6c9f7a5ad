/** What gRPC's transports have in common, whose jar only has a name for its module. */
module io.grpc.internal {
  requires transitive io.grpc;
  requires com.google.common;
  requires io.perfmark;
  requires java.logging;
  // For clients that take names or settings from DNS; settings need Gson, too.
  requires static java.naming;

  exports io.grpc.internal;

  provides io.grpc.LoadBalancerProvider with
      io.grpc.internal.PickFirstLoadBalancerProvider;
  provides io.grpc.NameResolverProvider with
      io.grpc.internal.DnsNameResolverProvider;
}
