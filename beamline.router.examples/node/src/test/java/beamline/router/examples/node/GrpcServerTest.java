package beamline.router.examples.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GrpcServerTest {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
  private static final MethodDescriptor<byte[], byte[]> WATCH =
      MethodDescriptor.newBuilder(BYTES, BYTES)
          .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
          .setFullMethodName("grpc.health.v1.Health/Watch")
          .build();

  @Test
  void whoWatchesTheHealthDoesNotKeepTheServerFromStopping() throws Exception {
    RouterConfig config =
        RouterConfig.builder().set("grpc.port", "0").set("admin.grpc-enabled", "false").build();
    try (RouterEngine router = RouterEngine.builder().config(config).build();
        GrpcServer server = GrpcServer.of(config, router)) {
      String port = server.place().orElseThrow().replaceAll("[^0-9]", "");
      ManagedChannel channel =
          Grpc.newChannelBuilder("localhost:" + port, InsecureChannelCredentials.create()).build();
      try {
        Iterator<byte[]> told =
            ClientCalls.blockingServerStreamingCall(
                channel, WATCH, CallOptions.DEFAULT, new byte[0]);
        assertThat(told.next()).as("not serving without a policy").containsExactly(8, 2);
        assertThat(server.drain(Duration.ofSeconds(30))).isTrue();
        assertThatThrownBy(told::hasNext).hasMessage("UNAVAILABLE: the server stops");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void whoeverBringsMoreWorkThanMayWaitDoesItItself() {
    ThreadPoolExecutor executor = GrpcServer.executor(1);
    CountDownLatch free = new CountDownLatch(1);
    try {
      for (int i = 0; i <= GrpcServer.WAITING; i++) {
        executor.execute(() -> await(free));
      }
      assertThat(executor.getQueue()).hasSize(GrpcServer.WAITING);
      AtomicReference<Thread> worker = new AtomicReference<>();
      executor.execute(() -> worker.set(Thread.currentThread()));
      assertThat(worker).hasValue(Thread.currentThread());
    } finally {
      free.countDown();
      executor.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
