/** Extensions registered in a bucket. */
package beamline.router.nats.extension;
