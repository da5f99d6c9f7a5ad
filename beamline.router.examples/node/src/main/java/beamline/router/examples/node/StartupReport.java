package beamline.router.examples.node;

import beamline.router.api.AdminKeys;
import beamline.router.api.AssignmentKeys;
import beamline.router.api.AuditKeys;
import beamline.router.api.ComponentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.GrpcKeys;
import beamline.router.api.IntakeKeys;
import beamline.router.api.NatsKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RuntimeKeys;
import beamline.router.api.admin.DiscoveryReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a node says of itself when it starts: what it serves, with what, and what is off. */
final class StartupReport {
  private static final String BACKPRESSURE = "beamline.router.v1.status.backpressure";
  private static final String MEMORY = "memory";
  private static final int LONG_KEY = 16;

  private final RouterConfig config;
  private final StringBuilder text = new StringBuilder(2048);
  private final List<String> off = new ArrayList<>();

  private StartupReport(RouterConfig config) {
    this.config = config;
  }

  static String of(
      RouterConfig config,
      RouterEngine router,
      Optional<Integer> metricsPort,
      Optional<String> grpcPlace) {
    StartupReport report = new StartupReport(config);
    report.versions();
    report.components(router.discovery());
    report.subjects();
    if (config.get(NatsKeys.JETSTREAM_ENABLED)) {
      report.streams();
    } else {
      report.off.add("assignments, results, usage events, dead letters (nats.jetstream.enabled)");
    }
    if (!config.get(ResultKeys.IDEMPOTENCY_ENABLED)) {
      report.off.add("idempotency (idempotency.enabled)");
    }
    report.gates(router);
    report.grpc(grpcPlace);
    report.metrics(metricsPort);
    report.spans();
    report.audit();
    warnings(config).forEach(warning -> report.line("warning", warning));
    report.line("off", report.off.isEmpty() ? "nothing" : String.join(", ", report.off));
    return report.text.toString();
  }

  private void versions() {
    line(
        "beamline-node",
        Versions.own()
            + ", Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
    line("with", Versions.libraries());
  }

  private void components(DiscoveryReport discovery) {
    for (DiscoveryReport.Entry entry : discovery.entries()) {
      if (entry.verdict() == DiscoveryReport.Verdict.CHOSEN) {
        line(entry.kind(), entry.name() + detail(entry.kind(), entry.name()));
      } else if (entry.verdict() == DiscoveryReport.Verdict.FAILED) {
        line(entry.kind(), entry.name() + " FAILED: " + entry.reason());
      }
    }
  }

  private String detail(String kind, String name) {
    if (kind.equals("transport") && name.equals("nats")) {
      return config.get(NatsKeys.URL).map(url -> " at " + withoutPassword(url)).orElse("");
    }
    if (kind.equals("policy-store") && name.equals("file")) {
      return config.get(ComponentKeys.POLICY_DIRECTORY).map(path -> " in " + path).orElse("");
    }
    return "";
  }

  private void subjects() {
    line("serves", get(IntakeKeys.SUBJECT) + " in queue group " + get(IntakeKeys.QUEUE_GROUP));
    line(
        "serves",
        get(AdminKeys.GET_DECISION_SUBJECT)
            + ", "
            + get(AdminKeys.SUBJECT_PREFIX)
            + "*, "
            + BACKPRESSURE);
    line("observes", "heartbeats and dead letters of workers");
  }

  /** What works on streams, and the streams. */
  private void streams() {
    line(
        "publishes",
        get(AssignmentKeys.SUBJECT)
            + ", custom subjects below "
            + get(AssignmentKeys.SUBJECT_PREFIXES));
    line("consumes", get(ResultKeys.SUBJECT) + " as durable " + get(ResultKeys.DURABLE));
    if (config.get(ResultKeys.ACK_ENABLED)) {
      line("consumes", get(ResultKeys.ACK_SUBJECT) + " as durable " + get(ResultKeys.ACK_DURABLE));
    } else {
      off.add("acknowledgements (ack.enabled)");
    }
    if (config.get(ResultKeys.USAGE_ENABLED)) {
      line("publishes", get(ResultKeys.USAGE_SUBJECT));
    } else {
      off.add("usage events (usage.enabled)");
    }
    if (config.get(ResultKeys.DEAD_LETTER_ENABLED)) {
      line("dead letters", config.get(ResultKeys.DEAD_LETTER_SUBJECT).orElse("<subject>.dlq"));
    } else {
      off.add("dead letters (dead-letter.enabled)");
    }
    line(
        "streams",
        "BEAMLINE_ASSIGNMENTS, BEAMLINE_RESULTS, BEAMLINE_USAGE, BEAMLINE_DEAD_LETTERS, or those that hold these subjects already");
  }

  private void gates(RouterEngine router) {
    if (!router.controls().assignmentsEnabled()) {
      off.add("assignments (assignment.push-enabled, the kill switch)");
    }
    line(
        "tenants",
        "decided: "
            + router.controls().intakeTenants()
            + ", assigned: "
            + router.controls().pushTenants()
            + ", results of: "
            + router.controls().resultTenants());
    if (!config.get(NatsKeys.TLS_ENABLED)) {
      off.add("TLS (nats.tls.enabled)");
    }
  }

  private void grpc(Optional<String> place) {
    if (place.isEmpty()) {
      off.add("gRPC (grpc.port)");
      return;
    }
    List<String> services = new ArrayList<>();
    if (config.get(GrpcKeys.ENABLED)) {
      services.add("Router");
      services.add("Executions");
    }
    if (config.get(GrpcKeys.ADMIN_ENABLED)) {
      services.add("administration");
    }
    services.add("health");
    if (config.get(GrpcKeys.REFLECTION_ENABLED)) {
      services.add("reflection");
    }
    line("grpc", get(GrpcKeys.HOST) + " " + place.get() + ": " + String.join(", ", services));
  }

  private void metrics(Optional<Integer> port) {
    if (port.isPresent()) {
      String at = "http://" + get(RuntimeKeys.METRICS_HOST) + ":" + port.get();
      line("metrics", at + "/metrics, and /_metrics for the gateway");
      line("health", at + "/_health for liveness, /_readyz for readiness, /health in full");
    } else {
      off.add("metrics and health (metrics.port)");
    }
  }

  private void spans() {
    if (SpanExport.isOn(config)) {
      line(
          "spans",
          "to " + withoutPassword(config.get(RuntimeKeys.TRACING_OTLP_ENDPOINT).orElseThrow()));
    } else {
      off.add("spans (tracing.otlp-endpoint)");
    }
  }

  private void audit() {
    if (config.get(ComponentKeys.AUDIT_SINK).orElse(MEMORY).equals(MEMORY)) {
      off.add("an audit log that outlives the node (audit-sink)");
    }
    if (config.get(AuditKeys.HMAC_SECRET).isEmpty()) {
      off.add("audit records sealed with a secret (audit.hmac-secret)");
    }
  }

  /** What works, and should not be left like this. */
  static List<String> warnings(RouterConfig config) {
    List<String> warnings = new ArrayList<>();
    if (config.get(AdminKeys.API_KEY).filter(key -> key.length() < LONG_KEY).isPresent()) {
      warnings.add(
          AdminKeys.API_KEY
              + " has fewer than "
              + LONG_KEY
              + " characters and can be guessed; make one with: openssl rand -hex 32");
    }
    if (SpanExport.isAsked(config) && !SpanExport.isOn(config)) {
      warnings.add(
          RuntimeKeys.TRACING_OTLP_ENDPOINT
              + " is set, but no span is begun: "
              + ComponentKeys.TELEMETRY
              + " does not name opentelemetry, or "
              + RuntimeKeys.TELEMETRY_ENABLED
              + " is false");
    }
    return warnings;
  }

  private String get(ConfigKey<?> key) {
    return String.valueOf(config.get(key));
  }

  /** A URL may carry a user and a password. */
  private static String withoutPassword(String urls) {
    return urls.replaceAll("//[^/]*@", "//");
  }

  private void line(String name, String value) {
    text.append(String.format(Locale.ROOT, "%-14s %s%n", name, value));
  }
}
