package beamline.router.memory.transport;

import beamline.router.memory.transport.MemoryStream.Cursor;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A durable consumer: how far it got in its stream, what is delivered but not answered, and the
 * members that share the work. It outlives its members.
 *
 * <p>Invariant: every message before the cursor is either in {@code open}, or done, or given up. A
 * message in {@code open} is out with a member, or in {@code ready}, or waits for a timer.
 */
final class DurableGroup {
  private final MemoryStream stream;
  private final SubjectPattern subject;
  private final Consumer<Message> advisories;
  private final Workshop workshop;
  private final List<DurableMember> members = new CopyOnWriteArrayList<>();
  private final Cursor cursor;
  private final Map<Long, OpenMessage> open = new HashMap<>();
  private final ArrayDeque<OpenMessage> ready = new ArrayDeque<>();
  private final DurableConsumer settings;
  private volatile @Nullable String difference;

  DurableGroup(
      MemoryStream stream,
      DurableConsumer settings,
      SubjectPattern subject,
      Consumer<Message> advisories,
      Workshop workshop) {
    this.stream = stream;
    this.subject = subject;
    this.settings = settings;
    this.advisories = advisories;
    this.workshop = workshop;
    this.cursor = new Cursor(subject);
  }

  SubjectPattern subject() {
    return subject;
  }

  /** It stays what it was at first; what is declared now is compared. */
  void compare(DurableConsumer declared) {
    difference =
        declared.equals(settings)
            ? null
            : "stream %s has %s, declared is %s"
                .formatted(stream.spec().name(), settings, declared);
  }

  /** What was declared otherwise at last. */
  Optional<String> difference() {
    return Optional.ofNullable(difference);
  }

  boolean isLast(int deliveryCount) {
    return deliveryCount >= settings.maxDeliver();
  }

  DurableMember join(Consumer<Delivery> handler) {
    DurableMember member = new DurableMember(this, handler, workshop);
    members.add(member);
    member.wake();
    return member;
  }

  void leave(DurableMember member) {
    members.remove(member);
    wakeMembers();
  }

  List<DurableMember> members() {
    return members;
  }

  /** The stream has more. */
  void appended() {
    wakeMembers();
  }

  /** Takes the next message for a member: one to be delivered again, else a new one. */
  synchronized @Nullable MemoryDelivery poll(DurableMember member) {
    OpenMessage message = nextReady();
    if (message == null) {
      StoredMessage fresh = open.size() < settings.maxInFlight() ? stream.advance(cursor) : null;
      if (fresh == null) {
        return null;
      }
      message = new OpenMessage(fresh);
      open.put(fresh.sequence(), message);
    }
    MemoryDelivery delivery = message.handTo(member, this);
    await(message, delivery);
    return delivery;
  }

  /** Done, or never again. Counts even when the answer is late and the message is out once more. */
  synchronized void finish(MemoryDelivery delivery) {
    OpenMessage message = open.get(delivery.sequence());
    if (message != null) {
      remove(message);
    }
  }

  /** Not now. Ignored when the message has been delivered again since. */
  void retry(MemoryDelivery delivery, Duration delay) {
    OpenMessage exhausted = null;
    synchronized (this) {
      OpenMessage message = open.get(delivery.sequence());
      if (message == null || !message.isOut(delivery)) {
        return;
      }
      workshop.deadlines().cancel(message.timer());
      message.comeBack();
      if (delivery.isLast()) {
        remove(message);
        exhausted = message;
      } else if (delay.isNegative() || delay.isZero()) {
        ready.add(message);
      } else {
        message.timer(workshop.deadlines().in(delay, () -> delayPassed(message)));
      }
    }
    if (exhausted != null) {
      advisories.accept(Advisory.maxDeliveries(stream.spec().name(), settings.durable(), delivery));
    }
    wakeMembers();
  }

  /** Still working. */
  synchronized void extend(MemoryDelivery delivery) {
    OpenMessage message = open.get(delivery.sequence());
    if (message != null && message.isOut(delivery)) {
      workshop.deadlines().cancel(message.timer());
      await(message, delivery);
    }
  }

  private void delayPassed(OpenMessage message) {
    synchronized (this) {
      if (open.get(message.sequence()) == message) {
        ready.add(message);
      }
    }
    wakeMembers();
  }

  private @Nullable OpenMessage nextReady() {
    OpenMessage message = ready.poll();
    while (message != null && open.get(message.sequence()) != message) {
      message = ready.poll(); // answered late, while it waited to go out again
    }
    return message;
  }

  private void await(OpenMessage message, MemoryDelivery delivery) {
    message.timer(
        workshop
            .deadlines()
            .in(answerWithin(delivery.deliveryCount()), () -> retry(delivery, Duration.ZERO)));
  }

  private Duration answerWithin(int deliveryCount) {
    List<Duration> backoff = settings.backoff();
    return backoff.isEmpty()
        ? settings.ackWait()
        : backoff.get(Math.min(deliveryCount, backoff.size()) - 1);
  }

  private void remove(OpenMessage message) {
    boolean wasFull = open.size() >= settings.maxInFlight();
    open.remove(message.sequence());
    workshop.deadlines().cancel(message.timer());
    message.comeBack();
    if (wasFull) {
      wakeMembers();
    }
  }

  private void wakeMembers() {
    for (DurableMember member : members) {
      member.wake();
    }
  }
}
