package beamline.router.engine.flow.intake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the state store holds for an idempotency key. Immutable.
 *
 * <p>The id of the assignment is drawn with the first mark and kept from then on: whoever takes
 * over from a node that died publishes under the same id, which the stream stores once.
 *
 * @param state how far it is
 * @param leaseEndMillis until when its node may work on it, in milliseconds since the epoch
 * @param fingerprint of the request
 * @param assignmentId for the assignment, if there will be one
 * @param reply the first answer; empty unless done
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of a store; never compared as a whole
record Mark(State state, long leaseEndMillis, byte[] fingerprint, UUID assignmentId, byte[] reply) {
  static final int FINGERPRINT_BYTES = 32;
  private static final byte FORMAT = 1;
  private static final int HEAD = 2 + Long.BYTES + FINGERPRINT_BYTES + 2 * Long.BYTES;

  /** The longest reply that fits into an entry of a state store. */
  static final int MAX_REPLY_BYTES = 64 * 1024 - HEAD;

  private static final byte[] NONE = {};

  enum State {
    /** Somebody works on it. */
    BEGUN('b'),
    /** Nothing came of it: whoever comes next begins. */
    FREE('f'),
    /** It is answered. */
    DONE('d');

    private final byte code;

    State(char code) {
      this.code = (byte) code;
    }

    static @Nullable State of(byte code) {
      for (State state : values()) {
        if (state.code == code) {
          return state;
        }
      }
      return null;
    }
  }

  static Mark begun(byte[] fingerprint, UUID assignmentId, long leaseEndMillis) {
    return new Mark(State.BEGUN, leaseEndMillis, fingerprint, assignmentId, NONE);
  }

  Mark free() {
    return new Mark(State.FREE, 0, fingerprint, assignmentId, NONE);
  }

  Mark done(byte[] answer) {
    return new Mark(State.DONE, 0, fingerprint, assignmentId, answer);
  }

  boolean isOf(byte[] otherFingerprint) {
    return Arrays.equals(fingerprint, otherFingerprint);
  }

  /** Whether a node may begin although there is a mark. */
  boolean mayBeTaken(long nowMillis) {
    return state == State.FREE || (state == State.BEGUN && nowMillis >= leaseEndMillis);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(HEAD + reply.length)
        .put(FORMAT)
        .put(state.code)
        .putLong(leaseEndMillis)
        .put(fingerprint)
        .putLong(assignmentId.getMostSignificantBits())
        .putLong(assignmentId.getLeastSignificantBits())
        .put(reply)
        .array();
  }

  /** Null when these bytes are no mark. */
  static @Nullable Mark of(byte[] bytes) {
    State state = bytes.length < HEAD || bytes[0] != FORMAT ? null : State.of(bytes[1]);
    if (state == null) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
    long leaseEnd = in.getLong();
    byte[] fingerprint = new byte[FINGERPRINT_BYTES];
    in.get(fingerprint);
    UUID id = new UUID(in.getLong(), in.getLong());
    byte[] reply = new byte[in.remaining()];
    in.get(reply);
    return new Mark(state, leaseEnd, fingerprint, id, reply);
  }
}
