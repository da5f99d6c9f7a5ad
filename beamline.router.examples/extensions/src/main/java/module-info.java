/**
 * Extensions for the texts of messages, and the command {@code beamline-extension} that serves any
 * extension on NATS. {@code META-INF/services} names the provider for hosts on the class path.
 */
@org.jspecify.annotations.NullMarked
module beamline.router.examples.extensions {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires beamline.router.examples.command;
  requires beamline.router.nats;
  requires tools.jackson.core;

  exports beamline.router.examples.extensions.service;

  uses beamline.router.spi.ExtensionProvider;

  provides beamline.router.spi.ExtensionProvider with
      beamline.router.examples.extensions.TextExtensionsProvider;
}
