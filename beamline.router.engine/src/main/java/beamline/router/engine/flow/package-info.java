/** The way of a message: what a node does on a transport. */
package beamline.router.engine.flow;
