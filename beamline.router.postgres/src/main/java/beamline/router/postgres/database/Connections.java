package beamline.router.postgres.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where connections come from, and go back to. Safe for concurrent use. */
public interface Connections extends AutoCloseable {

  /** One for who asks, until it is given back. */
  Connection take() throws SQLException;

  /** Takes one back; closed ones, too. */
  void giveBack(Connection connection) throws SQLException;

  /** Closes what is kept here, if anything. */
  @Override
  void close();

  /** Those of a host's data source, which stays the host's. */
  static Connections of(DataSource source) {
    return new Connections() {
      @Override
      public Connection take() throws SQLException {
        return source.getConnection();
      }

      @Override
      public void giveBack(Connection connection) throws SQLException {
        connection.close();
      }

      @Override
      public void close() {}
    };
  }
}
