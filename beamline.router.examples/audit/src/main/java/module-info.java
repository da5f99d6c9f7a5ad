/** The command for the audit log: verifies, shows, exports and anchors it. */
@org.jspecify.annotations.NullMarked
module beamline.router.examples.audit {
  requires static transitive org.jspecify;
  requires beamline.router.audit;
  requires beamline.router.examples.command;
  requires beamline.router.nats;
  requires tools.jackson.core;

  uses beamline.router.spi.AuditSinkProvider;
}
