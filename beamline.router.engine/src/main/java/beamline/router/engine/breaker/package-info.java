/** Circuit breakers: one per tenant and provider, lock-free, with bounded probes. */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.breaker;
