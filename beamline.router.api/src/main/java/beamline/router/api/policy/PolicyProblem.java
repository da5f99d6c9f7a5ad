package beamline.router.api.policy;

import java.util.Objects;

/**
 * Something wrong in a policy document.
 *
 * @param path where, as a path into the JSON, such as {@code providers[2].weight}; empty for the
 *     document as a whole
 * @param message what was found and what was expected
 */
public record PolicyProblem(String path, String message) {

  public PolicyProblem {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + " " + message;
  }
}
