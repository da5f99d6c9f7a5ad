package beamline.router.engine.analysis;

import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.policy.PolicyLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Documents as they are written. */
final class DocumentTree {

  private DocumentTree() {}

  /**
   * The members of a document.
   *
   * @throws InvalidPolicyException when it is no JSON object
   */
  @SuppressWarnings("unchecked") // the reader's objects have strings for keys
  static Map<String, Object> of(PolicyDocument document) {
    byte[] json = document.json().getBytes(StandardCharsets.UTF_8);
    try {
      Object value = JsonReader.read(json, 0, json.length, PolicyLimits.DOCUMENT);
      if (value instanceof Map<?, ?> members) {
        return (Map<String, Object>) members;
      }
      throw invalid(document, "", "must be an object");
    } catch (JsonSyntaxException e) {
      String where = e.offset() < 0 ? "" : ", byte " + e.offset();
      throw invalid(document, e.path(), "cannot be read: " + e.problem() + where);
    }
  }

  private static InvalidPolicyException invalid(
      PolicyDocument document, String path, String problem) {
    return new InvalidPolicyException(document.key(), List.of(new PolicyProblem(path, problem)));
  }
}
