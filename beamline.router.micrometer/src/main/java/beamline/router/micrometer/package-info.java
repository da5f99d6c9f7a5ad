/** Metrics of the router in a Micrometer registry, under the names of the routing contract. */
package beamline.router.micrometer;
