package beamline.router.engine.flow.intake;

/** What becomes of a request with an idempotency key. */
sealed interface Begin {

  /** It is the first: it holds the lease, and ends it. */
  record First(Lease lease) implements Begin {}

  /** It was answered before, with these bytes. */
  @SuppressWarnings("ArrayRecordComponent") // an answer is its bytes; it is never compared
  record Answered(byte[] reply) implements Begin {}

  /** The key was used for another request. */
  record Conflict() implements Begin {}

  /** The same request is still being worked on. */
  record Busy() implements Begin {}

  /** An answer was given, but it was too large to be kept. */
  record Forgotten() implements Begin {}
}
