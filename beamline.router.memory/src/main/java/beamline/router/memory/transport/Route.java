package beamline.router.memory.transport;

import beamline.router.spi.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one subject go: a stream, plain subscriptions, and a member of each group.
 */
final class Route {
  private final @Nullable MemoryStream stream;
  private final List<CoreSubscription> plain;
  private final List<QueueGroup> groups;

  Route(@Nullable MemoryStream stream, List<CoreSubscription> matching) {
    this.stream = stream;
    List<CoreSubscription> alone = new ArrayList<>();
    Map<String, List<CoreSubscription>> shared = new LinkedHashMap<>();
    for (CoreSubscription subscription : matching) {
      if (subscription.queueGroup().isEmpty()) {
        alone.add(subscription);
      } else {
        shared
            .computeIfAbsent(subscription.queueGroup(), name -> new ArrayList<>())
            .add(subscription);
      }
    }
    this.plain = List.copyOf(alone);
    this.groups = shared.values().stream().map(QueueGroup::new).toList();
  }

  /** The stream that captures the subject. */
  @Nullable MemoryStream stream() {
    return stream;
  }

  /** Whether anybody would hear a message. */
  boolean isHeard() {
    return stream != null || !plain.isEmpty() || !groups.isEmpty();
  }

  /** Hands a message to the subscriptions; the stream is the caller's business. */
  void deliver(Message message) {
    for (CoreSubscription subscription : plain) {
      if (!subscription.offer(message)) {
        subscription.dropped();
      }
    }
    for (QueueGroup group : groups) {
      group.deliver(message);
    }
  }

  /** Members take turns; one that is full or has ended is passed over. */
  private static final class QueueGroup {
    private final CoreSubscription[] members;
    private final AtomicInteger turn = new AtomicInteger();

    private QueueGroup(List<CoreSubscription> members) {
      this.members = members.toArray(CoreSubscription[]::new);
    }

    private void deliver(Message message) {
      int first = Math.floorMod(turn.getAndIncrement(), members.length);
      for (int i = 0; i < members.length; i++) {
        if (members[(first + i) % members.length].offer(message)) {
          return;
        }
      }
      members[first].dropped();
    }
  }
}
