package beamline.router.memory.transport;

import beamline.router.spi.Message;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Transport;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Messages for one handler, in order, one at a time. What a slow handler leaves waiting is bounded;
 * beyond the bound new messages are dropped and counted, as a NATS client does.
 */
final class CoreSubscription implements Transport.Subscription {
  private static final System.Logger LOG = System.getLogger(CoreSubscription.class.getName());
  private static final int BURST = 32;

  private final SubjectPattern subject;
  private final String queueGroup;
  private final Consumer<Message> handler;
  private final CoreBus bus;
  private final TransportSettings settings;
  private final Telemetry telemetry;
  private final SerialRunner runner;
  private final ConcurrentLinkedQueue<Message> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingMessages = new AtomicLong();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean slow = new AtomicBoolean();
  private final Gate gate = new Gate();
  private volatile boolean closed;

  CoreSubscription(
      SubjectPattern subject,
      String queueGroup,
      Consumer<Message> handler,
      CoreBus bus,
      Workshop workshop) {
    this.subject = subject;
    this.queueGroup = queueGroup;
    this.handler = handler;
    this.bus = bus;
    this.settings = workshop.settings();
    this.telemetry = workshop.telemetry();
    this.runner = workshop.runner(BURST, this::handleOne);
  }

  SubjectPattern subject() {
    return subject;
  }

  /** The group whose members share the messages; empty for none. */
  String queueGroup() {
    return queueGroup;
  }

  /** Takes a message; false when it has ended or too much waits already. */
  boolean offer(Message message) {
    if (!gate.enter()) {
      return false;
    }
    long bytes = MessageSize.onWire(message);
    if (gate.inside() > settings.maxPendingMessages()
        || waitingBytes.get() + bytes > settings.maxPendingBytes()) {
      gate.leave();
      return false;
    }
    waitingMessages.incrementAndGet();
    waitingBytes.addAndGet(bytes);
    waiting.add(message);
    runner.wake();
    return true;
  }

  /** A message had to be dropped because this subscription, or its whole group, is too slow. */
  void dropped() {
    if (closed) {
      return;
    }
    telemetry.messageDropped(subject.text());
    if (slow.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, "subscription {0} is too slow: messages are dropped", subject);
    }
  }

  /** Takes no more; completes when all that waited has been handled. */
  CompletionStage<Void> drain() {
    return gate.shut();
  }

  @Override
  public long pending() {
    return waitingMessages.get();
  }

  @Override
  public void close() {
    closed = true;
    gate.shut();
    bus.remove(this);
    runner.wake();
  }

  private boolean handleOne() {
    Message message = waiting.poll();
    if (message == null) {
      slow.set(false);
      return false;
    }
    waitingMessages.decrementAndGet();
    waitingBytes.addAndGet(-MessageSize.onWire(message));
    try {
      if (!closed) {
        handler.accept(message);
      }
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "the handler of " + subject + " failed", e);
    } finally {
      gate.leave();
    }
    return true;
  }
}
