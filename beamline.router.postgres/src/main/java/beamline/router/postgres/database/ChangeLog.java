package beamline.router.postgres.database;

import java.sql.SQLException;
import java.util.List;

/**
 * Changes that are numbered in the order in which they were committed.
 *
 * @param <C> a change
 */
public interface ChangeLog<C> {
  /** Changes that are read at a time. */
  int BATCH = 1000;

  /** What is changed, in the plural: the name of the channel behind {@code beamline_}. */
  String name();

  /** The number of the last change; 0 if there was none. */
  long lastChange(Session session) throws SQLException;

  /** The state of what was changed after this number, by number; {@link #BATCH} at most. */
  List<Numbered<C>> changesAfter(Session session, long number) throws SQLException;

  /** A change with its number. */
  record Numbered<C>(long number, C change) {}
}
