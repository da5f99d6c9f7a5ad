package beamline.router.engine.flow.open;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import java.time.Duration;

/**
 * How far back assignments matter. Read again at a start: as far as results may come, which is the
 * time for which messages are remembered, and at least as long as every attempt of the longest
 * deadline takes. Remembered once answered: a little less than the stream of usage events
 * recognises a duplicate, so that whatever is still known here is recognised there.
 */
public final class OpenWindow {
  private static final Duration SLACK = Duration.ofMinutes(5);

  private final Duration remembered;
  private final Duration read;

  /** The window of this configuration. */
  public OpenWindow(RouterConfig config) {
    Duration ttl = config.get(ResultKeys.IDEMPOTENCY_TTL);
    Duration attempts =
        config.get(AssignmentKeys.DEADLINE_MAX).multipliedBy(Attempts.MAX).plus(SLACK);
    remembered = ttl.minus(ttl.dividedBy(10));
    read = ttl.compareTo(attempts) > 0 ? ttl : attempts;
  }

  /** How long an assignment is remembered after its result. */
  public Duration remembered() {
    return remembered;
  }

  /** How far back the streams are read at a start. */
  public Duration read() {
    return read;
  }
}
