package beamline.router.memory.transport;

import beamline.router.spi.Message;

/**
 * A message in a stream.
 *
 * @param sequence its number, from 1 and without gaps
 * @param storedAtMillis when, by the wall clock
 * @param storedAtNanos when, by the monotonic clock, for its age
 * @param bytes what it counts towards the bound of the stream
 */
record StoredMessage(
    long sequence, Message message, long storedAtMillis, long storedAtNanos, long bytes) {
  private static final int OVERHEAD_BYTES = 128;

  static StoredMessage of(long sequence, Message message, long millis, long nanos) {
    long bytes = MessageSize.onWire(message) + message.subject().length() + OVERHEAD_BYTES;
    // The inbox of a request is not stored: whoever takes the message later has nobody to answer.
    Message kept =
        message.replyTo().isEmpty()
            ? message
            : Message.of(message.subject(), message.payload(), message.headers());
    return new StoredMessage(sequence, kept, millis, nanos, bytes);
  }
}
