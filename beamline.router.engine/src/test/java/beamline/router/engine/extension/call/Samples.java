package beamline.router.engine.extension.call;

import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.engine.extension.registry.ExtensionRecord.Instance;
import beamline.router.engine.extension.registry.ExtensionRecord.Kind;
import beamline.router.engine.extension.registry.ExtensionRecord.Version;
import beamline.router.spi.Extension;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Extensions and calls of them. */
final class Samples {
  static final String SUBJECT = "ext.guard";
  static final CallLimits LIMITS = new CallLimits(10, 5000, 3, 1000, 500);

  private Samples() {}

  static Version version(String name, Map<String, Set<String>> rules) {
    return new Version(name, SUBJECT + "." + name, 0, 0, Map.of(), Map.of(), true, rules);
  }

  static ExtensionRecord record(List<Version> versions, List<Instance> instances) {
    Version own = new Version("v1", SUBJECT, 0, 0, Map.of(), Map.of(), true, Map.of());
    return new ExtensionRecord("guard", Kind.VALIDATOR, true, own, versions, instances, null);
  }

  static Extension.Request request(Map<String, Object> payload, Map<String, Object> context) {
    return new Extension.Request(
        "acme", "default", "trace-1", payload, context, Map.of("level", 2L), 50);
  }
}
