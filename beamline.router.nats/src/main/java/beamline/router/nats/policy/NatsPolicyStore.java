package beamline.router.nats.policy;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.nats.bucket.Bucket;
import beamline.router.nats.bucket.BucketFinder;
import beamline.router.nats.bucket.BucketSettings;
import beamline.router.nats.connection.NatsLink;
import beamline.router.nats.transport.Subscriptions;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.Transport.State;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies that every node of a fleet sees. Whoever reads or writes asks the leader of the bucket's
 * stream and waits for the answer. Safe for concurrent use.
 */
final class NatsPolicyStore implements PolicyStore {
  private static final Logger LOG = LoggerFactory.getLogger(NatsPolicyStore.class);

  /** An answer that is lost leaves time to ask what became of the question. */
  private static final int TRIES = 4;

  private static final String NOT_CONNECTED = "not connected to NATS";

  private final NatsLink link;
  private final BucketSettings settings;
  private final Bucket bucket;
  private final BucketFinder finder;
  private final PolicyReading reading;
  private final PolicyLookup lookup;
  private final PolicyWrites writes;
  private final PolicyWatchers watchers = new PolicyWatchers();
  private final Condition connected;
  private final Condition following;
  private final PolicyFollower follower;
  private final Subscriptions subscriptions;
  private final AtomicBoolean followed = new AtomicBoolean();

  NatsPolicyStore(NatsLink link, BucketSettings settings, ComponentContext context) {
    this.link = link;
    this.settings = settings;
    this.bucket = new Bucket(link, settings);
    this.reading = new PolicyReading(link, bucket, settings.timeout());
    Bucket tries = new Bucket(link, settings, settings.timeout().dividedBy(TRIES));
    this.lookup = new PolicyLookup(bucket, reading);
    this.writes = new PolicyWrites(link, bucket, tries, lookup);
    this.connected = new Condition(context::nanoTime);
    this.following = new Condition(context::nanoTime);
    this.follower = new PolicyFollower(bucket, settings.timeout(), watchers, following);
    this.subscriptions = new Subscriptions(link, context);
    boolean unused = connected.ill(NOT_CONNECTED);
    link.onState(this::changed);
    this.finder = new BucketFinder(link, settings, context);
  }

  private void changed(State state) {
    if (state == State.CONNECTED) {
      connected.well();
      subscriptions.resume();
    } else if (state == State.RECONNECTING) {
      boolean unused = connected.ill(NOT_CONNECTED);
    }
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    return lookup.newest(key, ready()).map(PolicyEntry::change).flatMap(PolicyChange::document);
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    return PolicyKey.isId(tenantId)
        ? PolicyChange.documents(present(lookup.newest(tenantId, ready())))
        : List.of();
  }

  @Override
  public List<PolicyChange> current() {
    CallTime unused = ready();
    return present(reading.newest(PolicyEntry.ALL));
  }

  private static List<PolicyChange> present(List<PolicyEntry> newest) {
    return newest.stream()
        .filter(entry -> !entry.isRemoval())
        .map(PolicyEntry::change)
        .sorted(Comparator.comparing(PolicyChange::key))
        .toList();
  }

  @Override
  public Write put(PolicyDocument document, long expectedRevision, int maxPolicies) {
    return writes.put(document, expectedRevision, maxPolicies, ready());
  }

  @Override
  public Write delete(PolicyKey key, long expectedRevision) {
    return writes.delete(key, expectedRevision, ready());
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1 or more");
    }
    Optional<PolicyEntry> newest = lookup.newest(key, ready());
    if (newest.isEmpty()) {
      return List.of();
    }
    if (limit == 1) {
      return List.of(newest.get().change()); // without reading all others
    }
    return reading.history(PolicyEntry.keyOf(key)).stream()
        .map(PolicyEntry::change)
        .sorted(Comparator.comparingLong(PolicyChange::revision).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public Watch watch(Consumer<PolicyChange> listener) {
    Watch watch = watchers.add(listener);
    if (followed.compareAndSet(false, true)) {
      follow();
    }
    return watch;
  }

  /** What cannot begin yet begins with the connection, or when somebody looks after it. */
  private void follow() {
    try {
      ready();
      follower.begin(link.live("follow", bucket.stream()));
    } catch (RouterException | JetStreamApiException | IOException | IllegalStateException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_SUBSCRIPTION_WAITS)
          .addKeyValue("stream", bucket.stream())
          .addKeyValue("reason", e.getMessage())
          .log("a bucket is not followed yet");
      boolean unused = following.ill("not followed yet");
    }
    subscriptions.add(follower);
    subscriptions.watch();
  }

  @Override
  public Optional<String> trouble() {
    return Stream.of(
            connected.trouble().map(why -> link.trouble().orElse(why)),
            finder.trouble(),
            following.trouble())
        .flatMap(Optional::stream)
        .findFirst()
        .map(why -> "bucket " + settings.name() + ": " + why)
        .or(() -> finder.differences().stream().findFirst());
  }

  @Override
  public void close() {
    subscriptions.close();
    follower.close();
    finder.close();
  }

  /** The time of a call, which begins once the bucket is there. */
  private CallTime ready() {
    CallTime time = CallTime.of(settings.timeout(), bucket);
    time.await(
        finder.bucket(),
        () ->
            finder
                .trouble()
                .orElse(
                    NOT_CONNECTED + " within " + settings.timeout().toMillis() + " ms" + why()));
    return time;
  }

  private String why() {
    return link.failure().map(failure -> ": " + failure).orElse("");
  }
}
