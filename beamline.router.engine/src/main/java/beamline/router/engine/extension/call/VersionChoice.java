package beamline.router.engine.extension.call;

import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.spi.Extension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which version of an extension serves a request: of those whose rules all hold the one with the
 * most rules, among equals the newest; when none is for it, the extension itself (routing contract
 * 4.4).
 */
public final class VersionChoice {
  private VersionChoice() {}

  /** Chooses. */
  public static ExtensionRecord.Version of(ExtensionRecord record, Extension.Request request) {
    ExtensionRecord.Version chosen = record.own();
    int most = -1;
    List<ExtensionRecord.Version> versions = record.versions();
    for (int i = 0; i < versions.size(); i++) {
      ExtensionRecord.Version version = versions.get(i);
      int rules = version.rules().size();
      if (rules >= most && version.enabled() && isFor(version, request)) {
        chosen = version;
        most = rules;
      }
    }
    return chosen;
  }

  private static boolean isFor(ExtensionRecord.Version version, Extension.Request request) {
    for (Map.Entry<String, Set<String>> rule : version.rules().entrySet()) {
      Object value = value(rule.getKey(), request);
      if (value == null || !rule.getValue().contains(value.toString())) {
        return false;
      }
    }
    return true;
  }

  /** Whose request it is is no client's to say. */
  private static @Nullable Object value(String key, Extension.Request request) {
    return switch (key) {
      case "tenant_id" -> request.tenantId();
      case "policy_id" -> request.policyId();
      default -> request.context().get(key);
    };
  }
}
