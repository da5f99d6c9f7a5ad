package beamline.router.nats.transport;

/**
 * What the reply subject of a delivery says: {@code
 * $JS.ACK.[domain.account.]stream.consumer.delivered.streamSequence.consumerSequence.nanos.pending},
 * and a random token at the end of the longer form. Read without the client's copy of every token.
 *
 * @param delivered how often it was delivered
 * @param sequence its number in the stream
 * @param storedAtMillis when it was stored
 * @param pending how many messages the consumer has to deliver after it
 */
public record AckReply(int delivered, long sequence, long storedAtMillis, long pending) {
  private static final int SHORT_FORM = 9;
  private static final int SHORT_AT = 4;
  private static final int LONG_AT = 6;

  /** Reads one; anything else is an {@link IllegalArgumentException}. */
  public static AckReply of(String subject) {
    int tokens = 1;
    for (int i = 0; i < subject.length(); i++) {
      if (subject.charAt(i) == '.') {
        tokens++;
      }
    }
    int skip = tokens == SHORT_FORM ? SHORT_AT : LONG_AT;
    if (tokens < SHORT_FORM || !subject.startsWith("$JS.ACK.")) {
      throw new IllegalArgumentException("'" + subject + "' is no subject to answer a delivery");
    }
    int at = 0;
    for (int i = 0; i < skip; i++) {
      at = subject.indexOf('.', at) + 1;
    }
    long delivered = number(subject, at);
    at = subject.indexOf('.', at) + 1;
    long sequence = number(subject, at);
    at = subject.indexOf('.', subject.indexOf('.', at) + 1) + 1;
    long nanos = number(subject, at);
    at = subject.indexOf('.', at) + 1;
    return new AckReply(
        (int) Math.min(delivered, Integer.MAX_VALUE),
        sequence,
        nanos / 1_000_000,
        number(subject, at));
  }

  private static long number(String subject, int from) {
    int dot = subject.indexOf('.', from);
    return Long.parseLong(subject, from, dot < 0 ? subject.length() : dot, 10);
  }
}
