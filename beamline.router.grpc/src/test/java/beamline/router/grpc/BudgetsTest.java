package beamline.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorTable;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.proto.flow.v1.RouteDecision;
import io.grpc.stub.ServerCallStreamObserver;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What decisions over gRPC do to budgets. */
class BudgetsTest {
  private static final String COSTLY =
      "{'providers':[{'name':'gpt','weight':1,'expected_cost':1}]}";

  @TempDir static Path folder;

  @Test
  void aDecisionNamesWhatItReserved() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(COSTLY)) {
      assertThat(node.decider().decide(GrpcNode.request("acme")).getMetadataMap())
          .doesNotContainKey("reservation");
      budget(node);
      assertThat(node.decider().decide(GrpcNode.request("acme")).getMetadataMap())
          .hasEntrySatisfying("reservation", id -> assertThat(id).isNotEmpty());
      assertThat(status(node).reservedMicros()).isEqualTo(1_000_000);
    }
  }

  @Test
  void whatWasReservedForACallerWhoIsGoneComesBackAtOnce() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(COSTLY)) {
      budget(node);
      RouterService service =
          new RouterService(
              node.router(), new ErrorStatus(ErrorTable::defaults), new RequestReader(8), null);
      service.decide(GrpcNode.request("acme"), new Gone());
      assertThat(status(node).reservedMicros()).isZero();
      assertThat(status(node).spentMicros()).isZero();
      assertThat(node.decider().decide(GrpcNode.request("acme")).getProviderId()).isEqualTo("gpt");
    }
  }

  private static void budget(GrpcNode node) {
    node.router()
        .administration()
        .budgets()
        .put(BudgetKey.ofTenant("acme"), Budget.of(BigDecimal.ONE, Budget.Period.DAY));
  }

  private static BudgetStatus status(GrpcNode node) {
    return node.router().administration().budgets().of("acme").get(0);
  }

  /** A call that was cancelled while it was decided. */
  private static final class Gone extends ServerCallStreamObserver<RouteDecision> {
    @Override
    public boolean isCancelled() {
      return true;
    }

    @Override
    public void onNext(RouteDecision decision) {
      throw new AssertionError("it was answered");
    }

    @Override
    public void onError(Throwable refusal) {
      throw new AssertionError("it was refused", refusal);
    }

    @Override
    public void onCompleted() {}

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}
  }
}
