package beamline.router.examples.scenarios;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The published worker as it is on the wire: hears assignments without a queue group, acknowledges
 * nothing, ignores an assignment id that it has seen, loses what comes while it subscribes anew,
 * and answers in an envelope with alphabetical keys, its own id as the provider and no headers.
 */
final class WorkerPeer implements AutoCloseable {
  private static final int REMEMBERED = 4096;

  private final Bus bus;
  private final String id;
  private final int answers;
  private final int takesEvery;
  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private final Set<String> accepted = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Transport.Subscription subscription;
  private int heard;

  private WorkerPeer(Bus bus, String id, int answers, int takesEvery) {
    this.bus = bus;
    this.id = id;
    this.answers = answers;
    this.takesEvery = takesEvery;
    subscription = bus.hear(Texts.ASSIGN, this::take);
  }

  /** Answers every assignment once. */
  static WorkerPeer reliable(Bus bus, String id) {
    return new WorkerPeer(bus, id, 1, 1);
  }

  /** Loses all but every so-maniest assignment, silently. */
  static WorkerPeer losing(Bus bus, String id, int takesEvery) {
    return new WorkerPeer(bus, id, 1, takesEvery);
  }

  /** Accepts every assignment and never answers. */
  static WorkerPeer deaf(Bus bus, String id) {
    return new WorkerPeer(bus, id, 0, 1);
  }

  /** Answers every assignment twice, with the same bytes. */
  static WorkerPeer duplicating(Bus bus, String id) {
    return new WorkerPeer(bus, id, 2, 1);
  }

  /** The ids of the assignments that it took and answered, if it answers. */
  List<String> accepted() {
    synchronized (accepted) {
      return List.copyOf(accepted);
    }
  }

  /** The bytes of a result as the worker publishes it. */
  static String result(String assignment, String workerId) {
    return ("{\"version\":\"v1\",\"kind\":\"exec_result\",\"data\":{\"assignment_id\":\"%s\","
            + "\"cost\":0.0,\"job_type\":\"%s\",\"latency_ms\":0,\"output\":{\"n\":1},"
            + "\"provider_id\":\"%s\",\"request_id\":\"%s\",\"status\":\"success\","
            + "\"tenant_id\":\"%s\",\"version\":\"1.0\"}}")
        .formatted(
            Texts.field(assignment, "assignment_id"),
            Texts.field(assignment, "type"),
            workerId,
            Texts.field(assignment, "request_id"),
            Texts.field(assignment, "tenant_id"));
  }

  // On the bus's delivery thread, one at a time.
  private void take(Message message) {
    String assignment = Texts.text(message);
    if (heard++ % takesEvery != 0 || !seen.add(Texts.field(assignment, "assignment_id"))) {
      return;
    }
    for (int i = 0; i < answers; i++) {
      bus.publish(Texts.RESULT, result(assignment, id));
    }
    accepted.add(Texts.field(assignment, "assignment_id"));
  }

  @Override
  public void close() {
    subscription.close();
  }
}
