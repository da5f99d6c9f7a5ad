package beamline.router.engine.analysis;

import beamline.router.api.policy.PolicyDocument;

/** Documents of the policy {@code acme/default}; single quotes stand for double ones. */
final class Documents {

  private Documents() {}

  static PolicyDocument policy(String json) {
    return PolicyDocument.of("acme", "default", json.replace('\'', '"'));
  }
}
