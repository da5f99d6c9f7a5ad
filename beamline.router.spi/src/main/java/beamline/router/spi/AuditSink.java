package beamline.router.spi;

import beamline.router.api.RouterComponent;
import beamline.router.api.admin.AuditEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An append-only log of sealed entries, in chains. What it took it keeps, to the last character,
 * and gives back in order. It knows no key and checks no seal, only that each entry follows the one
 * before it.
 *
 * <p>Calls may block: none is on the decision path. Each chain has one writer; different chains may
 * be written at the same time, also by other processes. Safe for concurrent use.
 */
public interface AuditSink extends RouterComponent {

  /**
   * Appends entries of one chain, each of which follows the one before. Returns when they are as
   * durable as {@link #durable()} says.
   *
   * <p>Entries that the sink has already are passed over, so that a caller that does not know
   * whether an append succeeded makes it again.
   *
   * @throws beamline.router.api.RouterException when the sink is full or broken: the first of the
   *     entries may be in the log then, the others are not; or with {@link
   *     beamline.router.api.ErrorCode#INVALID_REQUEST} when an entry does not follow the last one
   *     of its chain, which somebody else writes then
   */
  void append(List<AuditEntry> entries);

  /** The newest entry of a chain; empty when there is none. */
  Optional<AuditEntry> last(String chain);

  /**
   * Reads entries of a chain in order, beginning with the oldest there still is at this index or
   * after it.
   *
   * @param fromIndex 1 or more
   * @param limit how many at most, 1 or more
   * @return the index after the last entry that was read; {@code fromIndex} when there was none
   */
  long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader);

  /** The chains that have entries, by name. */
  List<String> chains();

  /** Whether a completed append survives the end of the process. */
  boolean durable();

  /**
   * The last entry of a chain that retention may remove with all before it: those that were
   * appended before a time, in whole parts where the sink keeps them in parts. The newest entry of
   * a chain is never among them.
   *
   * @return empty when there is none, or when the sink removes nothing
   */
  default Optional<AuditEntry> expired(String chain, long beforeEpochMillis) {
    return Optional.empty();
  }

  /** Removes the entries of a chain up to an index that {@link #expired} gave. */
  default void remove(String chain, long toIndex) {}
}
