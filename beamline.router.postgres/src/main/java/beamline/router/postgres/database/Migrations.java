package beamline.router.postgres.database;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date with the SQL files of this jar, or checks that somebody else did. A
 * file runs once, whoever runs it, and however many nodes start at the same time.
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final String FOLDER = "/META-INF/beamline-router-postgres/migrations/";

  /** In their order, and numbered by it from 1. */
  private static final List<String> FILES =
      List.of(
          "V001__policies.sql",
          "V002__roles.sql",
          "V003__audit.sql",
          "V004__tenants.sql",
          "V005__check_quota.sql",
          "V006__budget_sums.sql",
          "V007__extensions.sql");

  private final DatabaseSettings settings;

  Migrations(DatabaseSettings settings) {
    this.settings = settings;
  }

  void bringUpToDate(Session session) throws SQLException {
    if (missing(session).isEmpty()) {
      return;
    }
    if (!settings.migrate()) {
      throw unsuitable(
          (isThere(session) ? "lacks " + String.join(", ", missing(session)) : "is not there")
              + "; to make it, set "
              + settings.key("migrate")
              + "=true");
    }
    session.execute(
        "SELECT pg_advisory_xact_lock(hashtext('beamline migrations " + settings.schema() + "'))");
    for (String file : missing(session)) {
      apply(session, file);
    }
  }

  private List<String> missing(Session session) throws SQLException {
    Map<Integer, String> applied = applied(session);
    List<String> missing = new ArrayList<>();
    for (int version = 1; version <= FILES.size(); version++) {
      String file = FILES.get(version - 1);
      String checksum = applied.remove(version);
      if (checksum == null) {
        missing.add(file);
      } else if (!checksum.isEmpty() && !checksum.equals(checksum(text(file)))) {
        throw unsuitable("was made by another " + file + " than that of this release");
      }
    }
    if (!applied.isEmpty()) {
      throw unsuitable(
          "is of version "
              + List.copyOf(applied.keySet()).get(applied.size() - 1)
              + ", this release knows versions up to "
              + FILES.size());
    }
    return missing;
  }

  /** Checksums by version; an empty one when another tool ran it. */
  private Map<Integer, String> applied(Session session) throws SQLException {
    Map<Integer, String> applied = new TreeMap<>();
    if (exists(session, "pg_tables WHERE tablename = 'policy_migrations' AND schemaname = ?")) {
      String sql =
          "SELECT version, coalesce(checksum, '') FROM " + settings.named("policy_migrations");
      try (PreparedStatement select = session.prepare(sql);
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          applied.put(rows.getInt(1), rows.getString(2));
        }
      }
    }
    return applied;
  }

  private void apply(Session session, String file) throws SQLException {
    String text = text(file);
    // Even "if not exists" asks for the right to create schemas.
    if (!isThere(session)) {
      session.execute("CREATE SCHEMA \"" + settings.schema() + '"');
    }
    session.execute("SET LOCAL search_path TO \"" + settings.schema() + '"');
    session.execute(text);
    String sql =
        "UPDATE " + settings.named("policy_migrations") + " SET checksum = ? WHERE name = ?";
    try (PreparedStatement update = session.prepare(sql)) {
      update.setString(1, checksum(text));
      update.setString(2, file);
      update.executeUpdate();
    }
    LOG.atInfo()
        .addKeyValue(LogEvent.KEY, LogEvent.DATABASE_MIGRATED)
        .addKeyValue("migration", file)
        .addKeyValue("schema", settings.schema())
        .log("a migration was run");
  }

  private boolean isThere(Session session) throws SQLException {
    return exists(session, "pg_namespace WHERE nspname = ?");
  }

  /** Asks the tables of the catalogue: to_regclass may not see yet what was just committed. */
  private boolean exists(Session session, String what) throws SQLException {
    String sql = "SELECT EXISTS (SELECT FROM pg_catalog." + what + ")";
    try (PreparedStatement select = session.prepare(sql)) {
      select.setString(1, settings.schema());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private RouterException unsuitable(String how) {
    return new RouterException(
        ErrorCode.CONFIGURATION_INVALID,
        settings.component() + ": schema " + settings.schema() + ' ' + how);
  }

  private static String text(String file) {
    try (@Nullable InputStream resource = Migrations.class.getResourceAsStream(FOLDER + file)) {
      if (resource == null) {
        throw new IllegalStateException("this jar lacks " + FOLDER + file);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
