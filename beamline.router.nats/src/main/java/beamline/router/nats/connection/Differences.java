package beamline.router.nats.connection;

import beamline.router.api.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server has otherwise than it was declared: logged when it is new, and known until it is
 * found to agree. Safe for concurrent use.
 */
public final class Differences {
  private static final Logger LOG = LoggerFactory.getLogger(Differences.class);

  private final Map<String, String> known = new ConcurrentSkipListMap<>();

  /** All that is known. */
  public List<String> all() {
    return List.copyOf(known.values());
  }

  /** Begins to compare something, such as {@code stream BEAMLINE_RESULTS}. */
  public Comparison of(String what) {
    return new Comparison(what);
  }

  /** One thing of the server, beside what it should be. */
  public final class Comparison {
    private final String what;
    private final List<String> differing = new ArrayList<>();

    private Comparison(String what) {
      this.what = what;
    }

    /** Compares one setting. */
    public Comparison value(String name, @Nullable Object there, @Nullable Object declared) {
      if (!Objects.equals(there, declared)) {
        differing.add(name + " " + there + " instead of " + declared);
      }
      return this;
    }

    /** Everything was compared. */
    public void done() {
      if (differing.isEmpty()) {
        known.remove(what);
        return;
      }
      String text = what + " has " + String.join(", ", differing);
      if (!text.equals(known.put(what, text))) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.NATS_OBJECT_DIFFERS)
            .addKeyValue("reason", text)
            .log("something on the server is configured in another way; it is left as it is");
      }
    }
  }
}
