/** Real servers for tests: found or fetched, started on loopback, killed, restarted. */
package beamline.router.testkit.server;
