/** The command for policies: checks, compares, tries, stores and takes back. */
@org.jspecify.annotations.NullMarked
module beamline.router.examples.policy {
  requires static transitive org.jspecify;
  requires beamline.router.api;
  requires beamline.router.examples.command;
  requires beamline.router.nats;
  requires tools.jackson.core;
}
