/**
 * The policy language: JSON documents in, immutable models and located problems out (routing
 * contract, section 3).
 *
 * <p>{@link beamline.router.engine.policy.PolicyParser} is the way in. Every model is immutable and
 * safe to share between threads.
 */
package beamline.router.engine.policy;
