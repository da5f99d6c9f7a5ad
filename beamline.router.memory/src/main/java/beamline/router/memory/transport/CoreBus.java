package beamline.router.memory.transport;

import beamline.router.spi.Message;
import beamline.router.spi.Transport.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages to whoever is interested: the waiting request, the stream, the subscriptions. Who
 * is interested is an immutable snapshot that is replaced as a whole. Safe for concurrent use.
 */
final class CoreBus {
  private final Requests requests;
  private final Streams streams;
  private volatile Interest interest;

  CoreBus(Requests requests, Streams streams) {
    this.requests = requests;
    this.streams = streams;
    interest = new Interest(List.of(), streams.all());
  }

  synchronized void add(CoreSubscription subscription) {
    List<CoreSubscription> all = new ArrayList<>(interest.subscriptions);
    all.add(subscription);
    interest = new Interest(all, streams.all());
  }

  synchronized void remove(CoreSubscription subscription) {
    List<CoreSubscription> all = new ArrayList<>(interest.subscriptions);
    if (all.remove(subscription)) {
      interest = new Interest(all, streams.all());
    }
  }

  /** A stream was added. */
  synchronized void streamsChanged() {
    interest = new Interest(interest.subscriptions, streams.all());
  }

  /** Forgets every subscription and says which there were. */
  synchronized List<CoreSubscription> removeAll() {
    List<CoreSubscription> all = interest.subscriptions;
    interest = new Interest(List.of(), streams.all());
    return all;
  }

  /**
   * Publishes.
   *
   * @return whether anybody was there to hear it
   */
  boolean publish(Message message) {
    if (requests.answer(message)) {
      return true;
    }
    Route route = interest.route(message.subject());
    MemoryStream stream = route.stream();
    if (stream != null) {
      Stored stored = stream.append(message);
      // A server answers whoever publishes to a stream with a reply subject, be it a request for
      // somebody else: the trap is part of the semantics, and better met here than in production.
      message.replyTo().ifPresent(inbox -> publish(storedReply(inbox, stored)));
    }
    route.deliver(message);
    return route.isHeard();
  }

  /**
   * Publishes to a stream.
   *
   * @return null when no stream captures the subject
   */
  @Nullable Stored store(Message message) {
    Route route = interest.route(message.subject());
    MemoryStream stream = route.stream();
    if (stream == null) {
      return null;
    }
    Stored stored = stream.append(message);
    route.deliver(message);
    return stored;
  }

  private static Message storedReply(String inbox, Stored stored) {
    String json =
        "{\"stream\":\"%s\", \"seq\":%d%s}"
            .formatted(
                stored.stream(),
                stored.sequence(),
                stored.duplicate() ? ", \"duplicate\": true" : "");
    return Message.of(inbox, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Subscriptions and streams, and the routes that were looked up among them. */
  private static final class Interest {
    private static final int ROUTES_HELD = 4096;

    private final List<CoreSubscription> subscriptions;
    private final List<MemoryStream> streams;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    private Interest(List<CoreSubscription> subscriptions, List<MemoryStream> streams) {
      this.subscriptions = List.copyOf(subscriptions);
      this.streams = streams;
    }

    private Route route(String subject) {
      Route known = routes.get(subject);
      if (known != null) {
        return known;
      }
      SubjectPattern.requireLiteral(subject);
      if (routes.size() >= ROUTES_HELD) {
        // Subjects may be as many as tenants: forget rather than grow.
        routes.clear();
      }
      return routes.computeIfAbsent(subject, this::resolve);
    }

    private Route resolve(String subject) {
      List<CoreSubscription> matching = new ArrayList<>();
      for (CoreSubscription subscription : subscriptions) {
        if (subscription.subject().matches(subject)) {
          matching.add(subscription);
        }
      }
      MemoryStream capturing = null;
      for (MemoryStream stream : streams) {
        if (stream.spec().captures(subject)) {
          capturing = stream;
        }
      }
      return new Route(capturing, matching);
    }
  }
}
