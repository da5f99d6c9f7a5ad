/** What workers say of the assignments that they take, or do not. */
package beamline.router.engine.flow.ack;
