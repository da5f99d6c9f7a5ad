/**
 * The PostgreSQL driver, whose jar only has a name for its module. Kerberos and the type for points on a plane are there for who adds
 * their modules to an image.
 */
module org.postgresql.jdbc {
  requires transitive java.sql;
  requires java.management;
  requires java.naming;
  requires static java.desktop;
  requires static java.security.jgss;

  exports org.postgresql;
  exports org.postgresql.ds;
  exports org.postgresql.ds.common;
  exports org.postgresql.jdbc;
  exports org.postgresql.util;

  provides java.sql.Driver with org.postgresql.Driver;
}
