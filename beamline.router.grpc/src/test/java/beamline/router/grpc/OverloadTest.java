package beamline.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.grpc.v1.GetTenantRequest;
import beamline.router.grpc.v1.TenantAdminGrpc;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import beamline.router.proto.flow.v1.ListPoliciesResponse;
import beamline.router.proto.flow.v1.RouteDecision;
import beamline.router.spi.AccessStore;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.StatusRuntimeException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls that have to wait for stores do to others: nothing. */
class OverloadTest {
  private static final String POLICY = "{\"providers\":[{\"name\":\"gpt\",\"weight\":1}]}";
  private static final ListPoliciesRequest LIST =
      ListPoliciesRequest.newBuilder().setTenantId("acme").build();

  @TempDir static Path folder;

  @Test
  void decisionsAreMadeWhileAdministrationWaitsForTheStoreOnAServerOfOneThread() throws Exception {
    HeldPolicies store =
        new HeldPolicies(
            new PolicyDocument(new PolicyKey("acme", "default"), POLICY, 1, Instant.EPOCH));
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (PlainNode node = new PlainNode(folder, one, Map.of(), store)) {
      List<ListenableFuture<ListPoliciesResponse>> calls =
          untilOneIsRefused(
              AdminCalls.THREADS + AdminCalls.ADMINISTRATIVE,
              () -> RouterAdminGrpc.newFutureStub(node.admin()).listPolicies(LIST));

      // the threads are those of all services that administer, except for the audit log
      assertThat(
              Refusal.of(
                      () ->
                          TenantAdminGrpc.newBlockingStub(node.admin())
                              .getTenant(GetTenantRequest.newBuilder().setTenantId("acme").build()))
                  .info()
                  .getReason())
          .isEqualTo(ErrorCode.SERVICE_OVERLOADED.name());
      assertThat(
              RouterGrpc.newBlockingStub(node.channel())
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
      one.shutdownNow();
    }
  }

  /** On a server that runs calls on the threads that read from the network. */
  @Test
  void whoHasToBeKnownToDecideWaitsForTheStoreWhereNobodyElseDoes() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (PlainNode node =
        new PlainNode(
                folder, Runnable::run, Map.of("grpc.require-credentials", "true"), held(released))
            .policy("acme", POLICY)) {
      List<ListenableFuture<RouteDecision>> calls =
          untilOneIsRefused(
              AdminCalls.THREADS + AdminCalls.DECIDING,
              () -> RouterGrpc.newFutureStub(node.vera()).decide(GrpcNode.request("acme")));

      assertThat(
              RouterAdminGrpc.newBlockingStub(node.admin())
                  .withDeadlineAfter(1, TimeUnit.MINUTES)
                  .listPolicies(LIST)
                  .getPoliciesList())
          .hasSize(1);
      assertThat(calls).noneMatch(ListenableFuture::isDone);

      released.countDown();
      for (ListenableFuture<RouteDecision> call : calls) {
        assertThat(call.get(1, TimeUnit.MINUTES).getProviderId()).isEqualTo("gpt");
      }
    } finally {
      released.countDown();
    }
  }

  /** A store that knows vera, once it is released. */
  private static AccessStore held(CountDownLatch released) {
    return (AccessStore)
        Proxy.newProxyInstance(
            AccessStore.class.getClassLoader(),
            new Class<?>[] {AccessStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("grantsOf")) {
                released.await();
                return List.of(Grant.of("vera", "acme", "viewer"));
              }
              return null;
            });
  }

  /** Calls once more than is taken, and gives those that wait. */
  private static <A> List<ListenableFuture<A>> untilOneIsRefused(
      int taken, Supplier<ListenableFuture<A>> caller) throws Exception {
    List<ListenableFuture<A>> calls = new ArrayList<>();
    CompletableFuture<Integer> firstAnswered = new CompletableFuture<>();
    for (int i = 0; i <= taken; i++) {
      int index = i;
      calls.add(caller.get());
      calls.get(i).addListener(() -> firstAnswered.complete(index), Runnable::run);
    }
    int tooMuch = firstAnswered.get(1, TimeUnit.MINUTES);
    assertThat(refusal(calls.remove(tooMuch)).info().getReason())
        .isEqualTo(ErrorCode.SERVICE_OVERLOADED.name());
    return calls;
  }

  private static Refusal refusal(ListenableFuture<?> call) throws Exception {
    try {
      throw new AssertionError("answered: " + call.get());
    } catch (ExecutionException e) {
      return new Refusal((StatusRuntimeException) e.getCause());
    }
  }
}
