package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Damage.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One chain, from its first entry to the last or to the first that is wrong. Used once. */
final class ChainWalk {
  private final String chain;
  private final AuditLog log;
  private final Seals seals;
  private final Anchors anchors;
  private final KeyOrder order;
  private final SortedMap<String, Long> keys = new TreeMap<>();
  private @Nullable AuditEntry first;
  private @Nullable AuditEntry last;
  private boolean beginningProved;
  private long anchored;

  ChainWalk(String chain, AuditLog log, Macs macs, KeyRing ring, Anchors anchors) {
    this.chain = chain;
    this.log = log;
    this.seals = new Seals(chain, macs);
    this.anchors = anchors;
    this.order = new KeyOrder(ring);
  }

  Verification verify() throws IOException {
    for (StoredEntry stored = log.next(); stored != null; stored = log.next()) {
      Damage damage = take(stored);
      if (damage != null) {
        return result(damage);
      }
    }
    return result(atTheEnd());
  }

  private @Nullable Damage take(StoredEntry stored) throws IOException {
    AuditEntry entry = stored.entry();
    if (entry == null || !seals.isSealed(entry)) {
      return new Diagnosis(first, last, log, seals).broken(stored);
    }
    if (last != null && !entry.follows(last)) {
      return new Diagnosis(first, last, log, seals).misplaced(entry, stored.place());
    }
    if (first == null) {
      anchors.signersBefore(entry).forEach(order::used);
    }
    if (!order.allows(entry.keyId())) {
      return new Damage(
          Kind.REWRITTEN,
          entry.index(),
          stored.place(),
          "sealed with key '"
              + entry.keyId()
              + "', after key '"
              + order.last()
              + "' was used: by somebody who has the old key");
    }
    order.used(entry.keyId());
    for (Checkpoint anchor : anchors.at(entry)) {
      if (!anchor.confirms(entry)) {
        return new Damage(
            Kind.REWRITTEN,
            entry.index(),
            stored.place(),
            "a checkpoint of "
                + Timestamps.write(anchor.epochMillis())
                + " has another seal for this entry: it, or one before it, was sealed again");
      }
      anchored = entry.index();
      anchor.sealingKey().ifPresent(order::used);
    }
    proveBeginning(entry);
    keys.merge(entry.keyId(), 1L, Long::sum);
    last = entry;
    return null;
  }

  /** A chain may begin later than with 1 when something says so, perhaps only further on. */
  private void proveBeginning(AuditEntry entry) {
    AuditEntry begin = first;
    if (begin == null) {
      first = entry;
      beginningProved = entry.index() == 1 || anchors.confirmBefore(entry);
    } else if (!beginningProved) {
      beginningProved = Retention.allows(entry, begin);
    }
  }

  private @Nullable Damage atTheEnd() {
    AuditEntry begin = first;
    if (begin != null && !beginningProved) {
      return new Damage(
          Kind.DELETED,
          1,
          "the beginning",
          Diagnosis.missing(1, begin.index() - 1)
              + ", and nothing says that retention removed that");
    }
    Checkpoint newest = anchors.newest(chain).orElse(null);
    long end = end();
    return newest == null || newest.index() <= end
        ? null
        : new Damage(
            Kind.TRUNCATED,
            end + 1,
            "the end",
            Diagnosis.missing(end + 1, newest.index())
                + "; a checkpoint of "
                + Timestamps.write(newest.epochMillis())
                + " says so");
  }

  private long end() {
    return last == null ? 0 : last.index();
  }

  private Verification result(@Nullable Damage damage) {
    return new Verification(
        chain,
        first == null ? 0 : first.index(),
        end(),
        last == null ? "" : last.mac(),
        keys,
        anchored,
        Optional.ofNullable(damage));
  }
}
