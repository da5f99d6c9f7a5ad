package beamline.router.memory.transport;

import org.jspecify.annotations.Nullable;

/**
 * Messages in order of their sequence, in a ring that grows to its bound and then discards the
 * oldest. Guarded by the stream.
 */
final class MessageLog {
  private final int maxMessages;
  private final long maxBytes;
  private long maxAgeNanos;
  private @Nullable StoredMessage[] ring = new StoredMessage[16];
  private long first = 1;
  private long next = 1;
  private long bytes;

  MessageLog(int maxMessages, long maxBytes, long maxAgeNanos) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.maxAgeNanos = maxAgeNanos;
  }

  /** The sequence of the oldest message that is held; {@link #next()} when none is. */
  long first() {
    return first;
  }

  /** The sequence of the message to come. */
  long next() {
    return next;
  }

  long maxAgeNanos() {
    return maxAgeNanos;
  }

  void keepAtLeast(long ageNanos) {
    maxAgeNanos = Math.max(maxAgeNanos, ageNanos);
  }

  long bytes() {
    return bytes;
  }

  /** Appends the message that has the {@linkplain #next() next} sequence. */
  void append(StoredMessage message) {
    if (next - first == ring.length && ring.length < maxMessages) {
      grow();
    }
    while (next > first && (next - first >= maxMessages || bytes + message.bytes() > maxBytes)) {
      discardFirst();
    }
    ring[slot(next)] = message;
    next++;
    bytes += message.bytes();
  }

  /** A message that is held, else null. */
  @Nullable StoredMessage at(long sequence) {
    return sequence < first || sequence >= next ? null : ring[slot(sequence)];
  }

  /** Discards what is too old. */
  void expire(long nowNanos) {
    for (StoredMessage oldest = at(first);
        oldest != null && nowNanos - oldest.storedAtNanos() > maxAgeNanos;
        oldest = at(first)) {
      discardFirst();
    }
  }

  private void discardFirst() {
    StoredMessage oldest = ring[slot(first)];
    ring[slot(first)] = null;
    first++;
    bytes -= oldest == null ? 0 : oldest.bytes();
  }

  private void grow() {
    int length = (int) Math.min(maxMessages, ring.length * 2L);
    @Nullable StoredMessage[] larger = new StoredMessage[length];
    for (long sequence = first; sequence < next; sequence++) {
      larger[(int) (sequence % length)] = ring[slot(sequence)];
    }
    ring = larger;
  }

  private int slot(long sequence) {
    return (int) (sequence % ring.length);
  }
}
