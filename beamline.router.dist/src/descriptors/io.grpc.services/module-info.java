/** gRPC's own services, health and reflection among them, whose jar only has a name for its module. */
module io.grpc.services {
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires transitive io.grpc.stub;
  requires com.google.common;
  requires io.grpc.internal;
  requires io.grpc.protobuf;
  requires io.grpc.util;
  requires java.logging;

  exports io.grpc.health.v1;
  exports io.grpc.protobuf.services;
  exports io.grpc.reflection.v1;
  exports io.grpc.reflection.v1alpha;
  exports io.grpc.services;

  provides io.grpc.LoadBalancerProvider with
      io.grpc.protobuf.services.internal.HealthCheckingRoundRobinLoadBalancerProvider;
}
