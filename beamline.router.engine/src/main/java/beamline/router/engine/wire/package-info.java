/** Bytes to requests and outcomes to bytes: the whole intake, without a transport. */
package beamline.router.engine.wire;
