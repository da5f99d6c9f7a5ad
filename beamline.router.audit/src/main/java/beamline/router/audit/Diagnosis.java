package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Damage.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what was done to a chain from the first thing that is wrong and what comes after it, which
 * it reads to the end if it must. Used once.
 */
final class Diagnosis {
  private final @Nullable AuditEntry first;
  private final @Nullable AuditEntry last;
  private final AuditLog log;
  private final Seals seals;
  private final long expected;

  /**
   * Where a walk ended.
   *
   * @param first the first good entry, if any
   * @param last the last good entry, if any
   */
  Diagnosis(@Nullable AuditEntry first, @Nullable AuditEntry last, AuditLog log, Seals seals) {
    this.first = first;
    this.last = last;
    this.log = log;
    this.seals = seals;
    this.expected = last == null ? 1 : last.index() + 1;
  }

  static String missing(long from, long to) {
    return from == to
        ? "entry " + from + " is missing"
        : "entries " + from + " to " + to + " are missing";
  }

  /** Something that was not sealed, at least not like this. */
  Damage broken(StoredEntry stored) throws IOException {
    AuditEntry entry = stored.entry();
    AuditEntry next = nextSealed();
    if (next != null && next.follows(last)) {
      return damage(
          Kind.INSERTED,
          stored,
          "was not sealed, and the entry after it follows the one before it");
    }
    if (entry == null) {
      return stored.torn() && next == null
          ? damage(
              Kind.TORN, stored, "the last line ends in the middle, as when a writer is killed")
          : damage(Kind.EDITED, stored, "this is not an entry");
    }
    if (!seals.hasKey(entry)) {
      return damage(
          Kind.WRONG_KEY,
          stored,
          "sealed with key '" + entry.keyId() + "', which is not among those given");
    }
    return last == null && next == null
        ? damage(
            Kind.WRONG_KEY,
            stored,
            "nothing verifies with key '" + entry.keyId() + "': its secret is another one")
        : damage(Kind.EDITED, stored, "this is not what was sealed");
  }

  /** An entry with a good seal that does not follow the one before it. */
  Damage misplaced(AuditEntry entry, String place) throws IOException {
    if (entry.index() == expected) {
      return new Damage(
          Kind.REWRITTEN,
          expected,
          place,
          "sealed after another entry than the one before it, by somebody who has the key");
    }
    // the entry that lies too early: this one, or the one that seemed to be the beginning
    AuditEntry early = first != null && entry.index() < first.index() ? first : entry;
    long wrong = early.equals(entry) ? expected : 1;
    boolean twice = early.equals(entry) && entry.index() < expected;
    boolean later = !early.equals(entry);
    for (AuditEntry next = twice ? null : nextSealed();
        next != null && !twice;
        next = nextSealed()) {
      twice = next.equals(early);
      later |= next.index() == expected;
    }
    if (twice) {
      return new Damage(Kind.INSERTED, wrong, place, "entry " + early.index() + " is there twice");
    }
    return later
        ? new Damage(Kind.SWAPPED, wrong, place, "entry " + entry.index() + " lies here")
        : new Damage(Kind.DELETED, expected, place, missing(expected, entry.index() - 1));
  }

  private Damage damage(Kind kind, StoredEntry stored, String detail) {
    return new Damage(kind, expected, stored.place(), detail);
  }

  private @Nullable AuditEntry nextSealed() throws IOException {
    for (StoredEntry stored = log.next(); stored != null; stored = log.next()) {
      AuditEntry entry = stored.entry();
      if (entry != null && seals.isSealed(entry)) {
        return entry;
      }
    }
    return null;
  }
}
