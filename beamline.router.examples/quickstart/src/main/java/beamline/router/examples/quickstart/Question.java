package beamline.router.examples.quickstart;

import org.jspecify.annotations.Nullable;

/**
 * The little that the program itself reads of a request; the router reads the rest.
 *
 * @param tenantId whose request it is, where the reply does not repeat it
 * @param simulateDown the provider that is played to be down
 */
record Question(String tenantId, @Nullable String simulateDown) {

  static Question read(byte[] line) {
    JsonBytes json = new JsonBytes(line);
    String outer = null;
    String inner = null;
    String down = null;
    if (json.enterObject()) {
      while (json.nextMember()) {
        if (json.keyIs("tenant_id")) {
          outer = json.text();
        } else if (json.keyIs("message") && json.enterObject()) {
          inner = member(json, "tenant_id");
        } else if (json.keyIs("context") && json.enterObject()) {
          down = member(json, "simulate_down");
        } else {
          json.skip();
        }
      }
    }
    String tenant = outer == null || outer.isEmpty() ? inner : outer;
    return new Question(tenant == null ? "" : tenant, down);
  }

  private static @Nullable String member(JsonBytes json, String name) {
    String value = null;
    while (json.nextMember()) {
      if (json.keyIs(name)) {
        value = json.text();
      } else {
        json.skip();
      }
    }
    return value;
  }
}
