package beamline.router.audit;

/**
 * The first thing that is wrong with a chain. What comes after it was not judged.
 *
 * @param kind what was done
 * @param index the entry that it was done to, or that is missing; 0 when no entry is meant
 * @param place where it shows
 * @param detail what was found, in a sentence
 */
public record Damage(Kind kind, long index, String place, String detail) {

  /** What can be wrong. */
  public enum Kind {
    /** An entry is not what was sealed. */
    EDITED,
    /** Entries are missing before others. */
    DELETED,
    /** Entries are in another order. */
    SWAPPED,
    /** There is an entry that does not belong there. */
    INSERTED,
    /** Entries were sealed again by somebody who has the key. */
    REWRITTEN,
    /** The end is missing. */
    TRUNCATED,
    /** The last line ends in the middle. */
    TORN,
    /** Nothing verifies with these keys, or a key is not among them. */
    WRONG_KEY
  }
}
