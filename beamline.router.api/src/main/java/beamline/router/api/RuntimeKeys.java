package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.choice;
import static beamline.router.api.ConfigType.decimal;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.list;
import static beamline.router.api.ConfigType.optionalPort;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;
import static beamline.router.api.ConfigType.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The engine itself: threads, telemetry, how it ends. */
public final class RuntimeKeys {
  /** Where the router runs. */
  public static final ConfigKey<Optional<String>> ENVIRONMENT =
      key(
              "environment",
              optionalText(),
              Optional.empty(),
              "Where the router runs, such as production; told to telemetry and extensions.")
          .as("environment")
          .planned();

  /** Threads for blocking calls, at most. */
  public static final ConfigKey<Integer> EXECUTOR_MAX_THREADS =
      key(
          "executor.max-threads",
          integer(1, 4096),
          64,
          "Threads for blocking calls, at most, when the host passes no executor."
              + " On Java 21 and later: virtual threads at the same time.");

  /** How long closing waits for decisions under way. */
  public static final ConfigKey<Duration> DRAIN_TIMEOUT =
      key(
          "shutdown.drain-timeout",
          duration(Duration.ZERO, Duration.ofMinutes(10)),
          Duration.ofSeconds(5),
          "How long closing the engine waits for decisions under way.");

  /** How long closing waits for the components together. */
  public static final ConfigKey<Duration> CLOSE_TIMEOUT =
      key(
          "shutdown.close-timeout",
          duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
          Duration.ofSeconds(5),
          "How long closing the engine waits for all of its components together.");

  /** How much an explanation tells. */
  public static final ConfigKey<String> EXPLANATION_DETAIL =
      key(
              "explanation.detail",
              choice("minimal", "detailed", "verbose"),
              "detailed",
              "How much an explanation tells: minimal (one or two steps), detailed, or verbose (single"
                  + " weights, rule, time to live, timings).")
          .planned();

  /** A file that changes how errors look. */
  public static final ConfigKey<Optional<Path>> ERRORS_FILE =
      key(
          "errors.file",
          path(),
          Optional.empty(),
          "A file that changes how errors look at the edges, a line per reason:"
              + " policy_not_found = wire=policy_not_found, grpc=5, http=404, retryable=false.");

  /** Whether telemetry is told anything. */
  public static final ConfigKey<Boolean> TELEMETRY_ENABLED =
      key("telemetry.enabled", flag(), true, "Whether telemetry is told anything at all.")
          .as("telemetry_enabled");

  /** Tenants that may appear as a metric label. */
  public static final ConfigKey<List<String>> METRICS_TENANT_LABELS =
      key(
              "telemetry.micrometer.tenant-label-allowlist",
              list(),
              List.of(),
              "Tenants that appear under their own name in metric labels; all others are counted"
                  + " together.")
          .as("metrics_tenant_label_allowlist");

  /** Where the standalone node serves its metrics. */
  public static final ConfigKey<Optional<Integer>> METRICS_PORT =
      key(
              "metrics.port",
              optionalPort(),
              Optional.empty(),
              "The port on which the standalone node serves metrics and health over HTTP; 0 for any"
                  + " that is free. Other hosts serve their own.")
          .as("metrics_port");

  /** The interface on which the standalone node serves its metrics. */
  public static final ConfigKey<String> METRICS_HOST =
      key(
          "metrics.host",
          text(),
          "localhost",
          "The name or address of the interface on which the standalone node serves metrics and"
              + " health. They ask for no credentials: let only probes and scrapers reach it.");

  /** How the standalone node writes its log. */
  public static final ConfigKey<String> LOG_FORMAT =
      key(
          "log.format",
          choice("text", "json"),
          "text",
          "How the standalone node writes its log on standard error: lines of text, or a JSON object"
              + " a line. Other hosts configure their own backend.");

  /** What the standalone node logs. */
  public static final ConfigKey<String> LOG_LEVEL =
      key(
              "log.level",
              choice("error", "warn", "info", "debug"),
              "info",
              "From which level on the standalone node logs. Debug tells more of the router only,"
                  + " not of other libraries.")
          .as("log_level");

  /** Whether the OpenTelemetry binding records spans. */
  public static final ConfigKey<Boolean> TRACING_ENABLED =
      key(
              "telemetry.opentelemetry.enabled",
              flag(),
              true,
              "Whether spans are recorded where an SDK was set. (The guide says true, the reference"
                  + " code false.)")
          .as("tracing_enabled");

  /** Which of the traces that begin here are recorded. */
  public static final ConfigKey<String> TRACING_SAMPLING_STRATEGY =
      key(
              "telemetry.opentelemetry.sampling-strategy",
              choice("always", "never", "probabilistic"),
              "always",
              "Which of the traces that begin here are recorded: always, never, or a share of them."
                  + " Of a trace that began elsewhere, the decision made there is followed.")
          .as("trace_sampling_strategy");

  /** The share of traces recorded by the probabilistic strategy. */
  public static final ConfigKey<Double> TRACING_SAMPLING_RATE =
      key(
              "telemetry.opentelemetry.sampling-rate",
              decimal(0, 1),
              1.0,
              "The share of traces that the probabilistic strategy records.")
          .as("trace_sampling_rate");

  /** Where the standalone node sends its spans. */
  public static final ConfigKey<Optional<String>> TRACING_OTLP_ENDPOINT =
      key(
          "tracing.otlp-endpoint",
          optionalText(
              "the http or https URL of a collector, such as http://localhost:4318, or undefined",
              url -> url.matches("https?://[^\\s/]+(/\\S*)?")),
          Optional.empty(),
          "The collector to which the standalone node sends its spans by OTLP over HTTP, without"
              + " /v1/traces; undefined for no spans. Other hosts bring their SDK.");

  private RuntimeKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        ENVIRONMENT,
        EXECUTOR_MAX_THREADS,
        DRAIN_TIMEOUT,
        CLOSE_TIMEOUT,
        EXPLANATION_DETAIL,
        ERRORS_FILE,
        TELEMETRY_ENABLED,
        METRICS_TENANT_LABELS,
        METRICS_PORT,
        METRICS_HOST,
        LOG_FORMAT,
        LOG_LEVEL,
        TRACING_ENABLED,
        TRACING_SAMPLING_STRATEGY,
        TRACING_SAMPLING_RATE,
        TRACING_OTLP_ENDPOINT);
  }
}
