/** The transport: publishing, requests, subscriptions, streams and durable consumers. */
package beamline.router.nats.transport;
