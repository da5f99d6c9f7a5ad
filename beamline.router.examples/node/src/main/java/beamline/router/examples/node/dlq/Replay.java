package beamline.router.examples.node.dlq;

import beamline.router.api.RouterException;
import beamline.router.examples.node.UsageException;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends dead letters again to where they came from, one after the other. Stops at the first one
 * that cannot be sent.
 */
final class Replay {
  private static final String FROM = "x-replayed-from";

  private final Transport transport;
  private final DlqOptions options;
  private final Journal journal;
  private final PrintStream out;
  private int sent;
  private int refused;
  private int skipped;

  Replay(Transport transport, DlqOptions options, PrintStream out) throws UsageException {
    this.transport = transport;
    this.options = options;
    this.out = out;
    journal = Journal.open(options.journal());
  }

  /** Whether all of them were sent, or would be. */
  boolean run(List<DeadLetter> letters) throws UsageException {
    Pace pace = new Pace(options.rate());
    for (DeadLetter letter : letters) {
      if (!isDue(letter)) {
        skipped++;
      } else if (!options.apply()) {
        out.println("would replay  " + line(letter));
        sent++;
      } else {
        pace.await();
        if (!send(letter)) {
          summary();
          return false;
        }
      }
    }
    summary();
    return refused == 0;
  }

  private boolean isDue(DeadLetter letter) {
    if (journal.has(letter)) {
      out.println("done before   " + line(letter));
      return false;
    }
    if (letter.payload().isEmpty()) {
      out.println("no message    " + line(letter) + " (it holds none that could be replayed)");
      return false;
    }
    return true;
  }

  private boolean send(DeadLetter letter) throws UsageException {
    try {
      Message message = message(letter);
      boolean confirmed =
          Bus.await(transport.confirmingStream(letter.originalSubject())).isPresent();
      if (!confirmed) {
        Bus.await(transport.publish(message));
        out.println("sent          " + line(letter) + " (no stream confirms it)");
      } else if (Bus.await(transport.publishAcknowledged(message)).duplicate()) {
        out.println("refused       " + line(letter) + " (its stream still remembers the id)");
        refused++;
        return true;
      } else {
        out.println("replayed      " + line(letter));
      }
      journal.add(letter);
      sent++;
      return true;
    } catch (RouterException e) {
      out.println("failed        " + line(letter) + ": " + e.getMessage());
      return false;
    }
  }

  private Message message(DeadLetter letter) {
    Map<String, String> headers = new TreeMap<>(letter.headers());
    headers.put(FROM, letter.subject() + "#" + letter.sequence());
    String own = "replay-" + letter.subject() + "-" + letter.sequence();
    headers.put(Message.MESSAGE_ID, options.freshIds() ? own : letter.originalId().orElse(own));
    return Message.of(letter.originalSubject(), letter.payload().orElseThrow(), headers);
  }

  private void summary() {
    if (!options.apply()) {
      out.println(sent + " would be replayed, " + skipped + " not. Nothing was sent: add --apply.");
      return;
    }
    out.println(sent + " replayed, " + refused + " refused, " + skipped + " not.");
    if (refused > 0) {
      out.println(
          "A stream refuses an id within its duplicate window: wait for it, or add --fresh-ids.");
    }
  }

  private static String line(DeadLetter letter) {
    return letter.subject()
        + "#"
        + letter.sequence()
        + "  "
        + letter.id()
        + "  to "
        + letter.originalSubject();
  }
}
