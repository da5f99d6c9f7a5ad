/** Key-value buckets of JetStream: found or made, read and written. */
package beamline.router.nats.bucket;
