package beamline.router.engine.wire;

import beamline.router.api.RouteRequest;
import beamline.router.api.WireMessage;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recorded message, byte for byte, and what is to become of it: {@code name.json} and {@code
 * name.expected.json} in the test resources.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by name
record WireCase(String name, byte[] body, Map<String, Object> expected) {
  private static final String EXPECTED = ".expected.json";

  static List<WireCase> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(EXPECTED))
          .map(name -> read(name.substring(0, name.length() - EXPECTED.length())))
          .sorted((one, two) -> one.name.compareTo(two.name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WireCase read(String name) {
    try {
      return new WireCase(
          name,
          Files.readAllBytes(folder().resolve(name + ".json")),
          object(Files.readAllBytes(folder().resolve(name + EXPECTED))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WireMessage message() {
    Map<String, String> headers = new LinkedHashMap<>();
    part("headers").forEach((key, value) -> headers.put(key, (String) value));
    return new WireMessage("", headers, body);
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> part(String key) {
    return (Map<String, Object>) expected.getOrDefault(key, Map.of());
  }

  /** What is set in a request, by the names of the contract. */
  static Map<String, Object> describe(RouteRequest request) {
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("tenant_id", request.tenantId());
    set.put("task_type", request.taskType());
    set.put("policy_id", request.policyId());
    put(set, "request_id", request.requestId());
    put(set, "message_id", request.messageId());
    put(set, "trace_id", request.traceId());
    put(set, "run_id", request.runId());
    put(set, "flow_id", request.flowId());
    put(set, "step_id", request.stepId());
    put(set, "user_id", request.userId());
    put(set, "payload", request.payload());
    put(set, "payload_ref", request.payloadRef());
    put(set, "idempotency_key", request.idempotencyKey());
    put(set, "assignment_subject", request.assignmentSubject());
    put(set, "push_assignment", Optional.of(request.pushAssignment()).filter(push -> push));
    put(set, "traced", Optional.of(request.traced()).filter(traced -> traced));
    put(set, "max_latency_ms", limit(request.maxLatencyMillis()));
    put(set, "max_cost", limit(request.maxCost()));
    put(set, "context", filled(request.context()));
    put(set, "metadata", filled(request.metadata()));
    put(set, "options", filled(request.options()));
    return set;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(byte[] json) {
    try {
      return (Map<String, Object>)
          JsonReader.read(json, 0, json.length, new JsonLimits(1 << 21, 64, 100_000));
    } catch (JsonSyntaxException e) {
      throw new AssertionError("not JSON: " + e.getMessage(), e);
    }
  }

  private static void put(Map<String, Object> set, String key, Optional<?> value) {
    value.ifPresent(present -> set.put(key, present));
  }

  private static Optional<Double> limit(double value) {
    return Double.isInfinite(value) ? Optional.empty() : Optional.of(value);
  }

  private static Optional<Map<String, Object>> filled(Map<String, Object> map) {
    return map.isEmpty() ? Optional.empty() : Optional.of(map);
  }

  private static Path folder() {
    try {
      return Path.of(WireCase.class.getResource("/wire").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireCase that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
