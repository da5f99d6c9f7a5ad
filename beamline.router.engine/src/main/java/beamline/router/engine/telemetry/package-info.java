/** Who is told what happens, when there are several, and calls that a host tells of. */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.telemetry;
