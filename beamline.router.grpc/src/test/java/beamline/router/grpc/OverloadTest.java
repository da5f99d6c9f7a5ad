package beamline.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.grpc.v1.GetTenantRequest;
import beamline.router.grpc.v1.TenantAdminGrpc;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import beamline.router.proto.flow.v1.ListPoliciesResponse;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What administration that has to wait does to decisions: nothing. */
class OverloadTest {
  private static final int TAKEN = AdminThreads.THREADS + AdminThreads.WAITING;
  private static final RouterConfig CONFIG =
      RouterConfig.builder().set("admin.api-key", GrpcNode.ADMIN_KEY).build();

  @Test
  void decisionsAreMadeWhileAdministrationWaitsForTheStoreOnAServerOfOneThread() throws Exception {
    HeldPolicies store =
        new HeldPolicies(
            new PolicyDocument(
                new PolicyKey("acme", "default"),
                "{\"providers\":[{\"name\":\"gpt\",\"weight\":1}]}",
                1,
                Instant.EPOCH));
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (RouterEngine router = RouterEngine.builder().config(CONFIG).with(store).build()) {
      InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Server server =
          NettyServerBuilder.forAddress(anywhere, InsecureServerCredentials.create())
              .executor(one)
              .addServices(GrpcServices.of(router, CONFIG).all())
              .build()
              .start();
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
                  InsecureChannelCredentials.create())
              .build();
      try {
        List<ListenableFuture<ListPoliciesResponse>> calls = new ArrayList<>();
        CompletableFuture<Integer> firstAnswered = new CompletableFuture<>();
        for (int i = 0; i <= TAKEN; i++) {
          int index = i;
          calls.add(list(channel));
          calls.get(i).addListener(() -> firstAnswered.complete(index), Runnable::run);
        }
        int tooMuch = firstAnswered.get(1, TimeUnit.MINUTES);
        assertThat(refusal(calls.remove(tooMuch)).info().getReason())
            .isEqualTo(ErrorCode.SERVICE_OVERLOADED.name());

        // the threads are those of all services that administer
        assertThat(
                Refusal.of(
                        () ->
                            TenantAdminGrpc.newBlockingStub(channel)
                                .withInterceptors(GrpcNode.headers("x-api-key", GrpcNode.ADMIN_KEY))
                                .getTenant(
                                    GetTenantRequest.newBuilder().setTenantId("acme").build()))
                    .info()
                    .getReason())
            .isEqualTo(ErrorCode.SERVICE_OVERLOADED.name());

        assertThat(
                RouterGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(1, TimeUnit.MINUTES)
                    .decide(GrpcNode.request("acme"))
                    .getProviderId())
            .isEqualTo("gpt");
        assertThat(calls).noneMatch(ListenableFuture::isDone);

        store.release();
        for (ListenableFuture<ListPoliciesResponse> call : calls) {
          assertThat(call.get(1, TimeUnit.MINUTES).getPoliciesList()).hasSize(1);
        }
      } finally {
        store.release();
        channel.shutdownNow();
        server.shutdownNow();
      }
    } finally {
      one.shutdownNow();
    }
  }

  private static ListenableFuture<ListPoliciesResponse> list(ManagedChannel channel) {
    return RouterAdminGrpc.newFutureStub(channel)
        .withInterceptors(GrpcNode.headers("x-api-key", GrpcNode.ADMIN_KEY))
        .listPolicies(ListPoliciesRequest.newBuilder().setTenantId("acme").build());
  }

  private static Refusal refusal(ListenableFuture<?> call) throws Exception {
    try {
      throw new AssertionError("answered: " + call.get());
    } catch (ExecutionException e) {
      return new Refusal((StatusRuntimeException) e.getCause());
    }
  }
}
