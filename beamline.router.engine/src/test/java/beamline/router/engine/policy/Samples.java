package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The sample policies of the test resources, and short ways to parse a text. */
final class Samples {

  static final String TENANT = "acme";

  private Samples() {}

  static byte[] bytes(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("samples/" + name + ".json")) {
      assertThat(in).as("sample %s", name).isNotNull();
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ParsedPolicy sample(String name, boolean strict) {
    return new PolicyParser(strict).parse(TENANT, name, bytes(name));
  }

  static ParsedPolicy lenient(String json) {
    return new PolicyParser(false).parse(TENANT, "default", json);
  }

  static ParsedPolicy strict(String json) {
    return new PolicyParser(true).parse(TENANT, "default", json);
  }

  /** The model of a text that is right in strict mode. */
  static PolicyModel model(String json) {
    ParsedPolicy parsed = strict(json);
    assertThat(parsed.problems()).as("problems of %s", json).isEmpty();
    return parsed.model();
  }

  /** The model of a policy with one provider and these other members, right in strict mode. */
  static PolicyModel with(String members) {
    return model(policyWith(members));
  }

  static String policyWith(String members) {
    return "{\"providers\":[\"a\"]," + members + "}";
  }
}
