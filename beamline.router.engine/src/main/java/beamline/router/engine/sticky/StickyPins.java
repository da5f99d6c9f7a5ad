package beamline.router.engine.sticky;

import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.StateStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which session is pinned to which provider, by tenant, policy and session value. Reads look into a
 * bounded near cache and never wait; new pins are written behind to the state store, whose answer
 * wins: a session that another node pinned first keeps that pin from its next request on.
 *
 * <p>A pin lives for the policy's time to live after its last use. It is renewed once half of that
 * is over, so that a busy session does not write for every request.
 */
public final class StickyPins {
  private static final Logger LOG = LoggerFactory.getLogger(StickyPins.class);

  /** Longer keys are not shared with other nodes: a state store takes 512 bytes. */
  private static final int MAX_KEY_BYTES = 512;

  private final StateStore store;
  private final Cache<PinKey, Pin> near;

  /**
   * No pins yet.
   *
   * @param maxPins how many the near cache holds at most
   */
  public StickyPins(StateStore store, long maxPins) {
    this.store = store;
    this.near = Caffeine.newBuilder().maximumSize(maxPins).executor(Runnable::run).build();
  }

  /** Where a session is pinned, or null. */
  public @Nullable Pin find(PolicyKey policy, String session, long now) {
    Pin pin = near.getIfPresent(new PinKey(policy, session));
    return pin == null || now - pin.expires >= 0 ? null : pin;
  }

  /** Pins a session, or keeps its pin alive. */
  public void pin(PolicyKey policy, String session, String providerId, long ttlNanos, long now) {
    PinKey key = new PinKey(policy, session);
    Pin known = near.getIfPresent(key);
    if (known != null && known.holds(providerId, ttlNanos, now)) {
      return;
    }
    Pin pin = new Pin(providerId, now + ttlNanos);
    near.put(key, pin);
    share(key, pin, known, ttlNanos);
  }

  /** About how many pins the near cache holds. */
  public long size() {
    near.cleanUp();
    return near.estimatedSize();
  }

  private void share(PinKey key, Pin pin, @Nullable Pin known, long ttlNanos) {
    String name = key.storeKey();
    if (name == null) {
      return;
    }
    byte[] value = pin.providerId.getBytes(StandardCharsets.UTF_8);
    Duration ttl = Duration.ofNanos(ttlNanos);
    if (known != null) {
      store.put(name, value, ttl).whenComplete((revision, fault) -> complain(fault));
      return;
    }
    store
        .putIfAbsent(name, value, ttl)
        .whenComplete(
            (answer, fault) -> {
              complain(fault);
              if (answer != null && !answer.stored()) {
                adopt(key, pin, answer.entry());
              }
            });
  }

  private void adopt(PinKey key, Pin mine, StateStore.Entry theirs) {
    String providerId = new String(theirs.value(), StandardCharsets.UTF_8);
    if (!providerId.equals(mine.providerId)) {
      near.asMap().replace(key, mine, new Pin(providerId, mine.expires));
    }
  }

  private static void complain(@Nullable Throwable fault) {
    if (fault != null) {
      LOG.debug("a sticky pin is not shared with other nodes: {}", fault.toString());
    }
  }

  /** Where a session is pinned, and until when. Immutable. */
  public static final class Pin {
    private final String providerId;
    private final long expires;

    Pin(String providerId, long expires) {
      this.providerId = providerId;
      this.expires = expires;
    }

    /** The provider. */
    public String providerId() {
      return providerId;
    }

    /** Whether it pins to this provider and need not be renewed yet. */
    public boolean holds(String provider, long ttlNanos, long now) {
      return expires - now > ttlNanos / 2 && providerId.equals(provider);
    }
  }

  private record PinKey(PolicyKey policy, String session) {

    @Nullable String storeKey() {
      String name = "pin/" + policy + "/" + session;
      return name.length() * 3 <= MAX_KEY_BYTES
              || name.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES
          ? name
          : null;
    }

    @Override
    public int hashCode() {
      return policy.hashCode() * 31 + session.hashCode();
    }
  }
}
