/**
 * The chain: records as canonical JSON, seals, keys, checkpoints, and the verifier. The engine
 * seals with it, the command {@code beamline-audit} and a host verify with it.
 */
@org.jspecify.annotations.NullMarked
package beamline.router.audit;
