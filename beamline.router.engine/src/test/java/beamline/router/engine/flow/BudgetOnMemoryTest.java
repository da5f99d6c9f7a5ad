package beamline.router.engine.flow;

import static beamline.router.engine.flow.Peers.bytes;
import static beamline.router.engine.flow.Peers.eventually;
import static beamline.router.engine.flow.Peers.text;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.spi.Message;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import beamline.router.testkit.TestComponentContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What assignments reserve of a budget, and their results settle. Each is expected to cost 1. */
class BudgetOnMemoryTest {
  private static final String PUSHED =
      "{'version':'1','request_id':'r-%d','tenant_id':'acme','policy_id':'priced',"
          + "'push_assignment':true,'options':{'deadline_ms':%d},"
          + "'task':{'type':'t','payload':{}}}";

  private final TestComponentContext context =
      TestComponentContext.builder().prefix("tenant-store.memory.").live().build();
  private final TenantStore store =
      Providers.named(TenantStoreProvider.class, "memory").create(context);
  private final MemoryBus bus = new MemoryBus();
  private final Hurdle hurdle = new Hurdle(bus.node());
  private final List<Node> nodes = new ArrayList<>();
  private Peers peers;
  private Gateway gateway;

  @BeforeEach
  void start() {
    node();
    nodes
        .get(0)
        .engine()
        .administration()
        .budgets()
        .put(BudgetKey.ofTenant("acme"), Budget.of(BigDecimal.valueOf(1000), Budget.Period.TOTAL));
    peers = new Peers(bus);
    gateway = new Gateway(bus);
  }

  private void node() {
    Node node =
        new Node(
            hurdle.transport(),
            bus,
            RouterConfig.defaults().with("assignment.retry-base", "10ms"),
            store);
    nodes.add(node);
    node.policy("acme", "priced", "{'providers':[{'id':'p1','weight':1,'expected_cost':1}]}");
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    bus.close();
    store.close();
    context.close();
  }

  @Test
  void theResultOfAnAssignmentSettlesWhatItsDecisionReserved() {
    push(1, 60_000);
    eventually("the assignment is stored", () -> peers.assignments().size() == 1);
    assertThat(peers.assignments().get(0).headers()).containsKey("x-budget-reservation");
    assertThat(status()).isEqualTo("spent 0, reserved 1000000");

    result(peers.assignments().get(0), "0.25");

    eventually("it is settled", () -> status().equals("spent 250000, reserved 0"));
  }

  @Test
  void anAssignmentThatIsNotPublishedReservesNothing() {
    hurdle.fail(100);
    push(1, 60_000);
    eventually("it comes back", () -> status().equals("spent 0, reserved 0"));
    nodes.get(0).engine().controls().assignmentsEnabled(false);
    push(2, 60_000);
    assertThat(status()).isEqualTo("spent 0, reserved 0");
  }

  @Test
  void anAssignmentThatIsLostGivesBackWhatItReserved() {
    push(1, 100);
    assertThat(status()).isEqualTo("spent 0, reserved 1000000");
    eventually("the loss is reported", () -> !peers.assignmentDeadLetters().isEmpty());
    eventually("it comes back", () -> status().equals("spent 0, reserved 0"));
  }

  @Test
  void resultsAreChargedOnceWhicheverNodeTakesThem() {
    node();
    for (int i = 0; i < 20; i++) {
      push(i, 60_000);
    }
    eventually("the assignments are stored", () -> peers.assignments().size() == 20);
    for (Message assignment : peers.assignments()) {
      result(assignment, "0.5");
      result(assignment, "0.5");
    }
    eventually("they are settled", () -> status().equals("spent 10000000, reserved 0"));
  }

  private void push(int number, int deadlineMillis) {
    assertThat(gateway.decide(PUSHED.formatted(number, deadlineMillis)).at("/ok").asBoolean())
        .isTrue();
  }

  private void result(Message assignment, String cost) {
    peers.send(
        Peers.RESULTS,
        bytes(
            ("{'assignment_id':'%s','request_id':'%s','tenant_id':'acme','status':'success',"
                    + "'provider_id':'p1','job_type':'t','latency_ms':1,'cost':%s}")
                .formatted(
                    text(assignment, "/assignment_id"), text(assignment, "/request_id"), cost)));
  }

  /** Over all nodes; each knows what the others have spent. */
  private String status() {
    List<BudgetStatus> each =
        nodes.stream()
            .flatMap(node -> node.engine().administration().budgets().of("acme").stream())
            .toList();
    return "spent "
        + each.get(0).spentMicros()
        + ", reserved "
        + each.stream().mapToLong(BudgetStatus::reservedMicros).sum();
  }
}
