package beamline.router.engine.policy;

import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads policy documents in all their forms: new, legacy and mixed. Reports everything that is
 * wrong at once, each with its place. Stateless and safe to share between threads.
 *
 * <p>In lenient mode, the one for documents of other routers, what is merely odd is tolerated with
 * a warning: unknown keys, unreadable lifetimes, modes that nobody knows. In strict mode, the one
 * for documents that are written for this router, all of that is a problem. Bounds hold in both.
 */
public final class PolicyParser {

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}");
  private static final String DEFAULT_VERSION = "1.0";
  private static final int MAX_TIMEOUT_MILLIS = 300_000;

  private final boolean strict;

  /** A parser that is strict, or lenient. */
  public PolicyParser(boolean strict) {
    this.strict = strict;
  }

  /** Like {@link #parse(String, String, byte[])}, for a document in memory. */
  public ParsedPolicy parse(String tenantId, String policyId, String json) {
    return parse(tenantId, policyId, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the policy that is stored under these ids. Never throws for what is in the document.
   *
   * @param json the document in UTF-8
   */
  public ParsedPolicy parse(String tenantId, String policyId, byte[] json) {
    Findings findings = new Findings(strict);
    Object document = read(json, findings);
    PolicyModel model = null;
    if (document instanceof Map<?, ?> members) {
      model = policy(tenantId, policyId, new Fields(members, "", findings), findings);
    } else if (document != null) {
      findings.problem("", "is " + Findings.show(document) + ", must be an object");
    }
    boolean refused = findings.hasProblems();
    return new ParsedPolicy(refused ? null : model, findings.problems(), findings.warnings());
  }

  private static @Nullable Object read(byte[] json, Findings findings) {
    try {
      return JsonReader.read(json, 0, json.length, PolicyLimits.DOCUMENT, findings);
    } catch (JsonSyntaxException e) {
      String where = e.offset() < 0 ? "" : ", byte " + e.offset();
      findings.problem(e.path(), "cannot be read: " + e.problem() + where);
      return null;
    }
  }

  private static PolicyModel policy(
      String tenantId, String policyId, Fields document, Findings findings) {
    document.value("$schema"); // editors put it there
    checkIdentity(document, findings, "tenant_id", tenantId);
    checkIdentity(document, findings, "policy_id", policyId);
    String version = version(document, findings);
    SettingsParser settings = new SettingsParser(document, findings);
    List<ProviderModel> providers = new ProviderParser(document, findings).parse();
    FallbackParser fallbacks = new FallbackParser(document, findings, ids(providers));
    ExtensionParser extensions = new ExtensionParser(document, findings);
    PolicyModel model =
        new PolicyModel(
            tenantId,
            policyId,
            version,
            document.choice("strategy", Strategy.class, Strategy.WEIGHTED),
            settings.score(),
            providers,
            settings.constraints(),
            fallbacks.rules(),
            settings.sticky(),
            settings.breaker(),
            settings.rateLimit(),
            fallbacks.legacyProvider(),
            extensions.pre(),
            extensions.validators(),
            extensions.post(),
            document.whole("timeout_ms", 1, MAX_TIMEOUT_MILLIS, 0),
            settings.healthCheck(),
            settings.maxAttempts(),
            document.anything("metadata"));
    document.value("defaults"); // deprecated, without effect
    document.value("escalate_on"); // deprecated, without effect
    extensions.rejectUnknownKeys();
    document.rejectUnknownKeys();
    return model;
  }

  private static void checkIdentity(
      Fields document, Findings findings, String key, String expected) {
    String found = document.name(key);
    if (found != null && !found.equals(expected)) {
      findings.problem(
          key,
          "is " + Findings.show(found) + ", must be " + Findings.show(expected) + " or left out");
    }
  }

  private static String version(Fields document, Findings findings) {
    Object version = document.value("version");
    if (version == null) {
      return DEFAULT_VERSION;
    }
    if (version instanceof String text && VERSION.matcher(text).matches()) {
      return text;
    }
    findings.tolerated(
        document.path("version"),
        "is " + Findings.show(version) + " and counts as 1.0, must be digits, a point, and digits");
    return DEFAULT_VERSION;
  }

  private static Set<String> ids(List<ProviderModel> providers) {
    Set<String> ids = new HashSet<>();
    for (ProviderModel provider : providers) {
      ids.add(provider.id());
    }
    return ids;
  }
}
