/**
 * What a host calls: build a {@link beamline.router.api.RouterEngine}, ask it who executes a task,
 * read the reason.
 *
 * <p>This module contains contracts and values only. The engine is found at run time through {@link
 * beamline.router.api.RouterEngineProvider}, from the module path or the class path of the host.
 */
@org.jspecify.annotations.NullMarked
module beamline.router.api {
  requires static transitive org.jspecify;

  exports beamline.router.api;
  exports beamline.router.api.admin;
  exports beamline.router.api.policy;

  uses beamline.router.api.RouterEngineProvider;
}
