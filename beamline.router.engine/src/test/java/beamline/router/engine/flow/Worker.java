package beamline.router.engine.flow;

import static org.awaitility.Awaitility.await;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A peer that hears assignments, as the real one does: on a core subscription, without a group. */
public final class Worker {
  private final Queue<Message> heard = new ConcurrentLinkedQueue<>();

  /** A worker that hears everything below this subject. */
  public Worker(Bus bus, String subject) {
    Transport.Subscription unused = bus.peer().serve(subject, "", heard::add);
  }

  /** What it has heard so far. */
  public List<Message> heard() {
    return List.copyOf(heard);
  }

  /** The only message that it hears. */
  public Message one() {
    await().until(() -> !heard.isEmpty());
    return heard().get(0);
  }
}
