package beamline.router.api;

/** The answer to a request: a decision, or a refusal with its reason. Immutable. */
public sealed interface RouteOutcome permits RouteDecision, RouteRejection {

  /** The decision, for callers who prefer an exception to a refusal. */
  RouteDecision orThrow();
}
