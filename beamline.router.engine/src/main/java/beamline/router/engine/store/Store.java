package beamline.router.engine.store;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.function.Supplier;

/** What the router keeps something in, by the name that callers know. */
public enum Store {
  /** Policies. */
  POLICIES("policy store"),
  /** Roles, and who has them. */
  ACCESS("access store"),
  /** Limits and budgets of tenants. */
  TENANTS("tenant store"),
  /** Extensions that are registered. */
  EXTENSIONS("extension store"),
  /** The audit log. */
  AUDIT("audit sink");

  private final String name;

  Store(String name) {
    this.name = name;
  }

  /**
   * Asks it something for a caller.
   *
   * @throws RouterException that says which store it is, when it cannot be reached
   */
  public <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RouterException e) {
      throw failed(e);
    }
  }

  /** What callers are to be thrown when it has thrown something, whatever that is. */
  public RouterException failed(RuntimeException fault) {
    if (fault instanceof RouterException known) {
      return known.code().isOfTheRouter()
          ? down(known.code(), String.valueOf(known.getMessage()), known)
          : known;
    }
    return down(ErrorCode.SERVICE_DOWN, "the " + name + " fails: " + fault, fault);
  }

  private RouterException down(ErrorCode code, String message, RuntimeException fault) {
    return new RouterException(code, message, "the " + name + " is not reachable", fault);
  }
}
