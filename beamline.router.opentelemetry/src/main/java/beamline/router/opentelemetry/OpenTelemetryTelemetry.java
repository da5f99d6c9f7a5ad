package beamline.router.opentelemetry;

import beamline.router.spi.Telemetry;
import beamline.router.spi.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Objects;

/**
 * Begins the spans of the router with an OpenTelemetry SDK of the host's. Safe for concurrent use.
 *
 * <pre>{@code
 * RouterEngine router = RouterEngine.builder()
 *     .with(OpenTelemetryTelemetry.bindTo(openTelemetry))
 *     .build();
 * }</pre>
 *
 * <p>A span begins below what the host's thread is doing, or below the W3C {@code traceparent} of a
 * message or a call, whose decision to sample is followed. Of the traces that begin here, a share
 * is recorded that {@link Builder#sampledShare} says; the rest costs nothing, since the SDK is not
 * asked. What the SDK's own sampler drops is not recorded either.
 *
 * <p>Texts are cut at 256 characters. The SDK belongs to the host, who flushes and closes it after
 * the engine.
 */
public final class OpenTelemetryTelemetry implements Telemetry {
  private final Tracing tracing;

  private OpenTelemetryTelemetry(Builder builder) {
    tracing =
        builder.openTelemetry == OpenTelemetry.noop()
            ? Tracing.NONE
            : new OpenTelemetryTracing(
                builder.openTelemetry.getTracer("beamline.router"), builder.sampledShare);
  }

  /** Begins spans with this SDK, in every trace. */
  public static OpenTelemetryTelemetry bindTo(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Starts a binding to this SDK, which stays the host's. */
  public static Builder builder(OpenTelemetry openTelemetry) {
    return new Builder(openTelemetry);
  }

  @Override
  public Tracing tracing() {
    return tracing;
  }

  @Override
  public void close() {}

  /** Collects how to bind. Not safe for concurrent use. */
  public static final class Builder {
    private final OpenTelemetry openTelemetry;
    private double sampledShare = 1;

    private Builder(OpenTelemetry openTelemetry) {
      this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
    }

    /**
     * The share of the traces that begin here which is recorded, from 0 for none to 1 for all.
     * Default: 1.
     */
    public Builder sampledShare(double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("sampledShare is " + value + ", must be from 0 to 1");
      }
      sampledShare = value;
      return this;
    }

    /** Binds. */
    public OpenTelemetryTelemetry build() {
      return new OpenTelemetryTelemetry(this);
    }
  }
}
