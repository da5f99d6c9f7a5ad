/** What the commands have in common: arguments, the console, tables, JSON and exit statuses. */
@org.jspecify.annotations.NullMarked
module beamline.router.examples.command {
  exports beamline.router.examples.command;

  requires static transitive org.jspecify;
  requires transitive beamline.router.api;
  requires tools.jackson.core;
}
