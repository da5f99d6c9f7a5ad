package beamline.router.engine.flow;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.testkit.Eventually;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * What workers send, byte for byte, and what the streams hold. A bus that was in use before is no
 * hindrance: only what is stored from now on is looked at.
 */
final class Peers {
  static final String ASSIGNMENTS = "caf.exec.assign.v1";
  static final String RESULTS = "caf.exec.result.v1";
  static final String ACKS = "caf.exec.assign.v1.ack";
  private static final String USAGE = "beamline.usage.v1.metered";

  private final Transport transport;
  private final Queue<Message> usage = new ConcurrentLinkedQueue<>();
  private final Queue<Message> assignments = new ConcurrentLinkedQueue<>();
  private final Queue<Message> resultDeadLetters = new ConcurrentLinkedQueue<>();
  private final Queue<Message> assignmentDeadLetters = new ConcurrentLinkedQueue<>();

  /** Peers on a bus whose streams are declared. */
  Peers(Bus bus) {
    transport = bus.peer();
    follow(USAGE, usage);
    follow(ASSIGNMENTS, assignments);
    follow(RESULTS + ".dlq", resultDeadLetters);
    follow(ASSIGNMENTS + ".dlq", assignmentDeadLetters);
  }

  private void follow(String subject, Queue<Message> into) {
    Transport.Following following =
        transport.follow(subject, System.currentTimeMillis(), entry -> into.add(entry.message()));
    following.caughtUp().toCompletableFuture().join();
  }

  /** Usage events, oldest first. */
  List<Message> usage() {
    return List.copyOf(usage);
  }

  /** Assignments, oldest first. */
  List<Message> assignments() {
    return List.copyOf(assignments);
  }

  /** Dead letters of results. */
  List<Message> resultDeadLetters() {
    return List.copyOf(resultDeadLetters);
  }

  /** Dead letters of assignments. */
  List<Message> assignmentDeadLetters() {
    return List.copyOf(assignmentDeadLetters);
  }

  /** An assignment of {@code acme} to {@code p1}, as a node publishes it. */
  void assign(String id, String policyId, int deadlineMillis) {
    String body =
        ("{'version':'1','assignment_id':'%s','request_id':'r-%s','tenant_id':'acme',"
                + "'trace_id':'t-%s','executor':{'provider_id':'p1','channel':'nats'},"
                + "'job':{'type':'text.generate','payload':{'n':1.50}},"
                + "'options':{'priority':50,'deadline_ms':%d},'decision':{'policy_id':'%s'},"
                + "'metadata':{'cost_center':'cc-7'}}")
            .formatted(id, id, id, deadlineMillis, policyId);
    store(
        Message.of(
            ASSIGNMENTS,
            bytes(body),
            Map.of(Message.MESSAGE_ID, id, "tenant_id", "acme", "version", "1")));
  }

  /** A result as the worker sends it. */
  void success(String assignmentId, String workerId) {
    send(
        RESULTS,
        bytes(
            ("{'version':'v1','kind':'exec_result','data':{'assignment_id':'%s','cost':0.0,"
                    + "'job_type':'echo','latency_ms':7,'output':{'n':1},'provider_id':'%s',"
                    + "'request_id':'r','status':'success','tenant_id':'acme','version':'1.0'}}")
                .formatted(assignmentId, workerId)));
  }

  /** Sends something as a worker does: without headers, without waiting. */
  void send(String subject, byte[] body) {
    transport.publish(Message.of(subject, body)).toCompletableFuture().join();
  }

  /** Sends something and waits until it is stored. */
  void store(Message message) {
    transport.publishAcknowledged(message).toCompletableFuture().join();
  }

  /** The bytes of a file, as they came over the wire. */
  static byte[] file(String name) {
    try (InputStream in = Peers.class.getResourceAsStream("peers/" + name + ".json")) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Single quotes stand for double ones. */
  static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** What a message says at this place. */
  static String text(Message message, String pointer) {
    JsonNode node = Gateway.read(message).at(pointer);
    return node.isMissingNode() ? "-" : node.asText();
  }

  static void eventually(String what, BooleanSupplier condition) {
    Eventually.eventually(what, condition);
  }
}
