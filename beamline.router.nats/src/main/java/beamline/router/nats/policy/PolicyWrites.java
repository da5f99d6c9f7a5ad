package beamline.router.nats.policy;

import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.nats.bucket.Bucket;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.PolicyStore.Write;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes policies by compare and set. The server compares with the newest message of the key,
 * which may be the mark of a removal: what a caller expects is compared here first.
 */
final class PolicyWrites {
  /** What a message has beside its text. */
  private static final int HEADER_BYTES = 1024;

  private final NatsLink link;
  private final PolicyLookup lookup;
  private final PolicyWriter writer;
  private final Room room;

  /** One new policy at a time: those of one process need not fail by one another. */
  private final ReentrantLock counting = new ReentrantLock(true);

  /**
   * Writes to this bucket.
   *
   * @param tries the same bucket, for a try whose answer may be lost: shorter than a call
   */
  PolicyWrites(NatsLink link, Bucket bucket, Bucket tries, PolicyLookup lookup) {
    this.link = link;
    this.lookup = lookup;
    this.writer = new PolicyWriter(tries, lookup);
    this.room = new Room(bucket, lookup);
  }

  /** The newest message of a key. */
  private record Newest(long sequence, boolean removed) {
    long revision() {
      return removed ? 0 : sequence;
    }
  }

  Write put(PolicyDocument document, long expectedRevision, int maxPolicies, CallTime time) {
    byte[] data = data(document);
    if (expectedRevision != 0 || maxPolicies == Integer.MAX_VALUE) {
      return store(document.key(), data, expectedRevision, maxPolicies, time);
    }
    time.await(counting, "no turn to count the policies of a tenant");
    try {
      return store(document.key(), data, expectedRevision, maxPolicies, time);
    } finally {
      counting.unlock();
    }
  }

  private Write store(
      PolicyKey key, byte[] data, long expectedRevision, int maxPolicies, CallTime time) {
    boolean counted = expectedRevision == 0 && maxPolicies < Integer.MAX_VALUE;
    while (true) {
      Newest newest = newest(key, time);
      if (newest.revision() != expectedRevision) {
        return new Write.Conflict(expectedRevision, newest.revision());
      }
      Headers conditions = new Headers();
      if (counted) {
        OptionalLong moment = room.moment(key.tenantId(), maxPolicies, time);
        if (moment.isEmpty()) {
          return new Write.Full(maxPolicies);
        }
        conditions.put(Bucket.EXPECTED_OF_ALL, Long.toString(moment.getAsLong()));
      }
      OptionalLong stored = writer.write(key, newest.sequence(), conditions, data, time);
      if (stored.isPresent()) {
        return new Write.Done(stored.getAsLong());
      }
      time.check("others change policies all the time; not stored");
    }
  }

  Write delete(PolicyKey key, long expectedRevision, CallTime time) {
    while (true) {
      Newest newest = newest(key, time);
      if (newest.revision() == 0) {
        return new Write.Absent();
      }
      if (newest.revision() != expectedRevision) {
        return new Write.Conflict(expectedRevision, newest.revision());
      }
      if (writer
          .write(key, newest.sequence(), PolicyEntry.removal(), new byte[0], time)
          .isPresent()) {
        return new Write.Done(expectedRevision);
      }
      time.check("others change the policy all the time; not removed");
    }
  }

  private Newest newest(PolicyKey key, CallTime time) {
    return lookup
        .newest(key, time)
        .map(entry -> new Newest(entry.revision(), entry.isRemoval()))
        .orElse(new Newest(0, true));
  }

  private byte[] data(PolicyDocument document) {
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(document.json()));
    } catch (CharacterCodingException e) {
      throw unsuited(document.key(), "has half of a character, must be text that UTF-8 can write");
    }
    byte[] data = new byte[encoded.remaining()];
    encoded.get(data);
    Connection connection = link.connection();
    if (connection != null && connection.getMaxPayload() > 0) {
      long most = connection.getMaxPayload() - HEADER_BYTES;
      if (data.length > most) {
        throw unsuited(
            document.key(),
            "has "
                + data.length
                + " bytes, must have at most "
                + most
                + " (max_payload of the server)");
      }
    }
    return data;
  }

  private static InvalidPolicyException unsuited(PolicyKey key, String problem) {
    return new InvalidPolicyException(key, List.of(new PolicyProblem("", problem)));
  }
}
