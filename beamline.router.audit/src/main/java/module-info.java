/** Seals audit records into chains, verifies them, and keeps them in files. */
@org.jspecify.annotations.NullMarked
module beamline.router.audit {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires tools.jackson.core;

  exports beamline.router.audit;

  provides beamline.router.spi.AuditSinkProvider with
      beamline.router.audit.file.FileAuditSinkProvider;
}
