/** What can be asked about a router, whoever asks, and the answers. */
package beamline.router.engine.question;
