package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.RouteDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SnapshotConcurrencyTest {
  private static final String POLICY =
      "{'version':'1.%1$d','providers':[{'name':'p%1$d','weight':1}]}";

  @Test
  void whilePoliciesChangeEveryDecisionComesFromOneWholeRevisionAndNeverAnOlderOne()
      throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(0))) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(pool.submit(reader(router, done)));
      }
      for (int i = 1; i <= 2_000; i++) {
        router.policy(POLICY.formatted(i));
      }
      done.set(true);
      for (Future<Long> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Long> reader(TestRouter router, AtomicBoolean done) {
    return () -> {
      long seen = 0;
      long decisions = 0;
      while (!done.get() || decisions == 0) {
        RouteDecision decision = router.decide();
        long number = decision.policyRevision() - 1;
        assertEquals("p" + number, decision.providerId());
        assertEquals("1." + number, decision.policyVersion());
        assertTrue(number >= seen, number + " after " + seen);
        seen = number;
        decisions++;
      }
      return decisions;
    };
  }

  @Test
  void threadsThatMeetASessionForTheFirstTimeAgreeOnItsProvider() throws Exception {
    String sticky =
        "{'providers':[{'name':'a','weight':1},{'name':'b','weight':1}],'sticky':{'enabled':true,'session_key':'user_id','ttl':'10m'}}";
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (TestRouter router = new TestRouter().policy(sticky)) {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(pool.submit(() -> providers(router)));
      }
      List<String> first = answers.get(0).get();
      for (Future<List<String>> answer : answers) {
        assertEquals(first, answer.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<String> providers(TestRouter router) {
    List<String> providers = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      providers.add(router.decide(Map.of("user_id", "u" + i)).providerId());
    }
    return providers;
  }
}
