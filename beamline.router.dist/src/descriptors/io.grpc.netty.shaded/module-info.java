/** gRPC over HTTP/2 on a Netty of its own, whose jar only has a name for its module. */
module io.grpc.netty.shaded {
  requires transitive io.grpc;
  requires com.google.common;
  requires io.grpc.internal;
  requires io.perfmark;
  requires java.logging;
  requires java.naming;
  // It does without these.
  requires static jdk.jfr;
  requires static jdk.unsupported;

  exports io.grpc.netty.shaded.io.grpc.netty;
  exports io.grpc.netty.shaded.io.netty.channel;
  exports io.grpc.netty.shaded.io.netty.channel.epoll;
  exports io.grpc.netty.shaded.io.netty.channel.nio;
  exports io.grpc.netty.shaded.io.netty.handler.ssl;
  exports io.grpc.netty.shaded.io.netty.util;

  provides io.grpc.ManagedChannelProvider with
      io.grpc.netty.shaded.io.grpc.netty.NettyChannelProvider,
      io.grpc.netty.shaded.io.grpc.netty.UdsNettyChannelProvider;
  provides io.grpc.NameResolverProvider with
      io.grpc.netty.shaded.io.grpc.netty.UdsNameResolverProvider;
  provides io.grpc.ServerProvider with
      io.grpc.netty.shaded.io.grpc.netty.NettyServerProvider;
}
