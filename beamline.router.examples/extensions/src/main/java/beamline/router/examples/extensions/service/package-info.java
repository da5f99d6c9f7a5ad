/** Serves extensions on NATS. */
@org.jspecify.annotations.NullMarked
package beamline.router.examples.extensions.service;
