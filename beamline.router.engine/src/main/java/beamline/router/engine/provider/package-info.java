/**
 * What is known of providers while the router runs: breaker, averages, and how results are judged.
 */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.provider;
