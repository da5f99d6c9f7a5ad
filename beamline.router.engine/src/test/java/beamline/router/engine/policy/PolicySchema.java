package beamline.router.engine.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The published JSON Schema, read with a validator that knows nothing of our parser. */
final class PolicySchema {

  private static final Path FILE = Path.of("..", "docs", "reference", "policy.schema.json");

  private final Schema schema;

  PolicySchema() {
    try {
      this.schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean accepts(String json) {
    return schema.validate(json, InputFormat.JSON).isEmpty();
  }

  String complaints(String json) {
    return schema.validate(json, InputFormat.JSON).toString();
  }

  /** Every key that the schema names anywhere. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    collect(schema.getSchemaNode(), keys);
    return keys;
  }

  private static void collect(JsonNode node, Set<String> keys) {
    node.path("properties").fieldNames().forEachRemaining(keys::add);
    node.forEach(child -> collect(child, keys));
  }
}
