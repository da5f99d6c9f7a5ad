package beamline.router.nats.policy;

import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Which log the bucket has, so that another one under the same name is noticed: a bucket that was
 * made anew, brought back from a backup, or purged. Not safe for concurrent use.
 */
final class BucketLog {
  private @Nullable ZonedDateTime created;
  private long subjects;
  private long last;
  private boolean another;

  /** How often in a row it ended before what had been read. */
  private int shorter;

  /** What a look has found. */
  enum Verdict {
    /** The log that was read before, perhaps longer. */
    GOES_ON("the log goes on"),
    /** The same log, but something was taken out. */
    PURGED("messages were purged"),
    /** Its numbers mean something else. */
    ANOTHER("the bucket was made anew, or brought back from a backup");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Whether a look would find anything else than that it goes on.
   *
   * @param lastRead the number of the last message that was read
   * @param known how many policies must be there
   */
  boolean hasChanged(StreamInfo info, long lastRead, int known) {
    shorter = info.getStreamState().getLastSequence() < lastRead ? shorter + 1 : 0;
    return verdict(info, lastRead, known) != Verdict.GOES_ON;
  }

  /**
   * Compares it with what it was the last time, and remembers it.
   *
   * @param lastRead the number of the last message that was read
   * @param known how many policies must be there
   */
  Verdict look(StreamInfo info, long lastRead, int known) {
    Verdict verdict = verdict(info, lastRead, known);
    created = info.getCreateTime();
    subjects = info.getStreamState().getSubjectCount();
    last = info.getStreamState().getLastSequence();
    if (verdict == Verdict.ANOTHER) {
      another = true;
      shorter = 0;
    }
    return verdict;
  }

  private Verdict verdict(StreamInfo info, long lastRead, int known) {
    StreamState state = info.getStreamState();
    if (created == null) {
      return Verdict.GOES_ON;
    }
    if (!created.equals(info.getCreateTime())) {
      return Verdict.ANOTHER;
    }
    if (state.getLastSequence() < lastRead) {
      // A server that has just begun to lead may lag behind for a moment: not at once.
      return shorter > 1 ? Verdict.ANOTHER : Verdict.GOES_ON;
    }
    boolean passed = lastRead > 0 && state.getFirstSequence() > lastRead + 1;
    return passed || state.getSubjectCount() < Math.max(subjects, known)
        ? Verdict.PURGED
        : Verdict.GOES_ON;
  }

  /** Whether it is another one than in the beginning. */
  boolean isAnother() {
    return another;
  }

  /** The number of its newest message. */
  long last() {
    return last;
  }
}
