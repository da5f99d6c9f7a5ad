/** What builds on gRPC's calls and channels, whose jar only has a name for its module. */
module io.grpc.util {
  requires transitive io.grpc;
  requires com.google.common;
  requires io.grpc.internal;
  requires java.logging;

  exports io.grpc.util;

  provides io.grpc.LoadBalancerProvider with
      io.grpc.util.OutlierDetectionLoadBalancerProvider,
      io.grpc.util.RandomSubsettingLoadBalancerProvider,
      io.grpc.util.SecretRoundRobinLoadBalancerProvider.Provider;
}
