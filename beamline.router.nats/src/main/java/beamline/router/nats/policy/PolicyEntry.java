package beamline.router.nats.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.nats.bucket.KeyToken;
import beamline.router.nats.transport.AckReply;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of the bucket: a revision of a policy, or the mark that it was removed. Tenant and
 * policy id are the two tokens of its key.
 *
 * @param key which policy
 * @param revision its number in the stream
 * @param storedAt when the server stored it
 * @param isRemoval whether it says that there is no such policy any more
 * @param writeId which write stored it; empty if it was none of this store's
 * @param json the text; empty if somebody wrote what is no UTF-8
 */
record PolicyEntry(
    PolicyKey key,
    long revision,
    Instant storedAt,
    boolean isRemoval,
    String writeId,
    Optional<String> json) {
  /** All policies, of all tenants. */
  static final String ALL = "*.*";

  /** The header of a message that says which write stored it. */
  static final String WRITE_ID = "Beamline-Write-Id";

  private static final String OPERATION = "KV-Operation";

  /** What newer servers set on marks of their own. */
  private static final String MARKER = "Nats-Marker-Reason";

  /** The bucket's key of a policy. */
  static String keyOf(PolicyKey key) {
    return KeyToken.of(key.tenantId()) + "." + KeyToken.of(key.policyId());
  }

  /** The keys of a tenant's policies. */
  static String keysOf(String tenantId) {
    return KeyToken.of(tenantId) + ".*";
  }

  /** What marks a policy as removed. */
  static Headers removal() {
    return new Headers().add(OPERATION, "DEL");
  }

  /** A message as a reading brings it; empty when its key is that of no policy. */
  static Optional<PolicyEntry> of(Message message) {
    AckReply reply = AckReply.of(message.getReplyTo());
    return key(message.getSubject())
        .map(
            key ->
                of(
                    key,
                    reply.sequence(),
                    reply.storedAtMillis(),
                    message.getHeaders(),
                    message.getData()));
  }

  /** A message as it was asked for. */
  static PolicyEntry of(PolicyKey key, MessageInfo stored) {
    ZonedDateTime time = stored.getTime();
    return of(
        key,
        stored.getSeq(),
        time == null ? 0 : time.toInstant().toEpochMilli(), // no finer than a reading tells
        stored.getHeaders(),
        stored.getData());
  }

  private static PolicyEntry of(
      PolicyKey key,
      long revision,
      long storedAtMillis,
      @Nullable Headers headers,
      byte @Nullable [] data) {
    boolean isRemoval =
        headers != null
            && (headers.containsKeyIgnoreCase(OPERATION) || headers.containsKeyIgnoreCase(MARKER));
    String writeId = headers == null ? null : headers.getFirst(WRITE_ID);
    return new PolicyEntry(
        key,
        revision,
        Instant.ofEpochMilli(storedAtMillis),
        isRemoval,
        writeId == null ? "" : writeId,
        text(data));
  }

  /** What it says of its policy. */
  PolicyChange change() {
    if (isRemoval) {
      return new PolicyChange.Removed(key, revision);
    }
    return json.<PolicyChange>map(
            text -> new PolicyChange.Updated(new PolicyDocument(key, text, revision, storedAt)))
        .orElseGet(
            () ->
                new PolicyChange.Unreadable(
                    key, revision, "revision " + revision + " is not UTF-8"));
  }

  private static Optional<String> text(byte @Nullable [] data) {
    try {
      return data == null
          ? Optional.of("")
          : Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The policy of a subject {@code $KV.bucket.tenant.policy}. */
  static Optional<PolicyKey> key(String subject) {
    String[] tokens = subject.split("\\.", -1);
    if (tokens.length != 4) {
      return Optional.empty();
    }
    Optional<String> tenantId = KeyToken.read(tokens[2]).filter(PolicyKey::isId);
    Optional<String> policyId = KeyToken.read(tokens[3]).filter(PolicyKey::isId);
    return tenantId.isPresent() && policyId.isPresent()
        ? Optional.of(new PolicyKey(tenantId.get(), policyId.get()))
        : Optional.empty();
  }
}
