package beamline.router.engine.json;

/**
 * A document that is not JSON, or is larger than its {@link JsonLimits}.
 *
 * <p>Carries no stack trace: unreadable input is ordinary, and the place that matters is the one in
 * the document.
 */
public final class JsonSyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String path;
  private final long offset;

  JsonSyntaxException(String problem, String path, long offset) {
    super(describe(problem, path, offset), null, false, false);
    this.problem = problem;
    this.path = path;
    this.offset = offset;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** Where in the document's structure, like {@code providers[2].weight}; empty at its root. */
  public String path() {
    return path;
  }

  /** Bytes from the start of the document to the fault, or -1 when unknown. */
  public long offset() {
    return offset;
  }

  private static String describe(String problem, String path, long offset) {
    String where = path.isEmpty() ? "" : " at " + path;
    return offset < 0 ? problem + where : problem + where + ", byte " + offset;
  }
}
