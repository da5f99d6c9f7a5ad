package beamline.router.engine.extension.registry;

import beamline.router.api.ExtensionKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.extension.registry.ExtensionRecord.Instance;
import beamline.router.engine.extension.registry.ExtensionRecord.Kind;
import beamline.router.engine.extension.registry.ExtensionRecord.Version;
import beamline.router.engine.json.JsonFindings;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonPath;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.policy.Fields;
import beamline.router.engine.policy.Findings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of registered extensions. Reports everything that is wrong at once, each with
 * its place. Stateless and safe to share between threads.
 */
public final class RecordParser {
  private static final JsonLimits DOCUMENT = new JsonLimits(1 << 20, 32, 20_000);
  private static final List<String> SIZES = List.of("max_payload_size", "max_metadata_size");
  private static final int MAX_PARTS = 100;
  private static final int MAX_VALUES = 1000;
  private static final int WHOLE_WEIGHT = 100;
  private static final String DEFAULT_VERSION = "v1";
  private static final List<String> HEALTH = List.of("healthy", "degraded", "unhealthy", "unknown");

  private final int minTimeout;
  private final int maxTimeout;
  private final int maxRetries;

  /** With the limits that are configured. */
  public RecordParser(RouterConfig config) {
    minTimeout = Math.toIntExact(config.get(ExtensionKeys.MIN_TIMEOUT).toMillis());
    maxTimeout = Math.toIntExact(config.get(ExtensionKeys.MAX_TIMEOUT).toMillis());
    maxRetries = config.get(ExtensionKeys.MAX_RETRIES);
  }

  /** One that a store has: keys that nobody knows are overlooked. */
  ExtensionRecord stored(ExtensionDocument document) {
    return parse(document, new Findings(false));
  }

  /** What is wrong with one that is to be stored; empty when it is valid. */
  List<PolicyProblem> problems(ExtensionDocument document) {
    Findings findings = new Findings(true);
    ExtensionRecord unused = parse(document, findings);
    return findings.problems();
  }

  static String described(List<PolicyProblem> problems) {
    List<String> texts = new ArrayList<>();
    problems.forEach(
        problem ->
            texts.add(
                problem.path().isEmpty()
                    ? problem.message()
                    : problem.path() + " " + problem.message()));
    return String.join("; ", texts);
  }

  private ExtensionRecord parse(ExtensionDocument document, Findings findings) {
    String id = document.id();
    boolean enabled = true;
    try {
      Map<?, ?> members = object(document.json(), findings);
      ExtensionRecord record = record(id, new Fields(members, "", findings), findings);
      if (!findings.hasProblems()) {
        return record;
      }
      enabled = record.enabled();
    } catch (IllegalArgumentException e) {
      findings.problem("", String.valueOf(e.getMessage()));
    }
    return ExtensionRecord.faulty(id, described(findings.problems()), enabled);
  }

  /**
   * The members of a document.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Map<?, ?> object(String document) {
    return object(document, JsonFindings.NONE);
  }

  private static Map<?, ?> object(String document, JsonFindings findings) {
    byte[] json = document.getBytes(StandardCharsets.UTF_8);
    try {
      Object tree = JsonReader.read(json, 0, json.length, DOCUMENT, findings);
      if (tree instanceof Map<?, ?> members) {
        return members;
      }
      throw new IllegalArgumentException("is " + Findings.show(tree) + ", must be an object");
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
    }
  }

  private ExtensionRecord record(String id, Fields fields, Findings findings) {
    Object named = fields.value("id");
    if (named != null && !named.equals(id)) {
      findings.problem("id", "is " + Findings.show(named) + ", must be \"" + id + "\"");
    }
    Kind kind = fields.choice("type", Kind.class, Kind.VALIDATOR);
    if (!fields.has("type")) {
      findings.problem("type", "is missing, must be pre, validator, post or provider");
    }
    Version own = version(fields, new Defaults(DEFAULT_VERSION), Map.of(), findings);
    boolean enabled = own.enabled();
    List<Version> versions = versions(fields, new Defaults(own), findings);
    List<Instance> instances = instances(fields, findings);
    if (!instances.isEmpty() && own.subject() == null) {
      findings.problem("subject", "is missing, must be there for an extension with instances");
    }
    fields.rejectUnknownKeys();
    return new ExtensionRecord(id, kind, enabled, own, versions, instances, null);
  }

  /** What a version has that does not say otherwise. */
  private record Defaults(
      String name,
      @Nullable String subject,
      int timeoutMillis,
      int retry,
      Map<String, Object> config,
      Map<String, Object> metadata) {
    Defaults(String name) {
      this(name, null, 0, 0, Map.of(), Map.of());
    }

    Defaults(Version own) {
      this("", own.subject(), own.timeoutMillis(), own.retry(), own.config(), own.metadata());
    }
  }

  private Version version(
      Fields fields, Defaults defaults, Map<String, Set<String>> rules, Findings findings) {
    String name = fields.text("version");
    return new Version(
        name == null ? defaults.name : name,
        fields.has("subject") ? subject(fields, findings) : defaults.subject,
        fields.whole("timeout_ms", minTimeout, maxTimeout, defaults.timeoutMillis),
        fields.whole("retry", 0, maxRetries, defaults.retry),
        fields.has("config") ? fields.anything("config") : defaults.config,
        fields.has("metadata") ? metadata(fields) : defaults.metadata,
        fields.flag("enabled", true),
        rules);
  }

  /** Whatever it is for, with the sizes that count for a call checked. */
  private static Map<String, Object> metadata(Fields version) {
    Fields metadata = version.object("metadata");
    if (metadata != null) {
      for (String size : SIZES) {
        int unused = metadata.whole(size, 1, Integer.MAX_VALUE, 1);
      }
    }
    return version.anything("metadata");
  }

  private static @Nullable String subject(Fields fields, Findings findings) {
    String subject = fields.text("subject");
    if (subject != null && !Subject.isValid(subject)) {
      findings.problem(
          fields.path("subject"), "is " + Findings.show(subject) + ", must be " + Subject.EXPECTED);
    }
    return subject;
  }

  private List<Version> versions(Fields record, Defaults defaults, Findings findings) {
    List<Version> versions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields fields : objects(record, "versions", findings)) {
      Version version = version(fields, defaults, rules(fields, findings), findings);
      if (version.name().isEmpty()) {
        findings.problem(fields.path("version"), "is missing, must be the name of the version");
      } else if (!names.add(version.name())) {
        findings.problem(
            fields.path("version"),
            "is " + Findings.show(version.name()) + " a second time, must be there once");
      }
      fields.rejectUnknownKeys();
      versions.add(version);
    }
    return versions;
  }

  /** Values as text: what they are compared with comes as text or number. */
  private static Map<String, Set<String>> rules(Fields version, Findings findings) {
    Map<String, Set<String>> rules = new LinkedHashMap<>();
    version
        .anything("routing_rules")
        .forEach((key, value) -> rules.put(key, values(version, key, value, findings)));
    return Map.copyOf(rules);
  }

  private static Set<String> values(Fields version, String key, Object value, Findings findings) {
    Set<String> values = new HashSet<>();
    List<?> given = value instanceof List<?> list ? list : List.of(value);
    for (Object one : given) {
      if (one instanceof Map || one instanceof List || values.size() == MAX_VALUES) {
        findings.problem(
            JsonPath.key(version.path("routing_rules"), key),
            "is " + Findings.show(one) + ", must be a value or an array of up to 1000 values");
        break;
      }
      values.add(one.toString());
    }
    return Set.copyOf(values);
  }

  private static List<Instance> instances(Fields record, Findings findings) {
    List<Instance> instances = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields fields : objects(record, "instances", findings)) {
      String id = fields.text("id");
      String subject = fields.has("subject") ? subject(fields, findings) : null;
      if (id == null || subject == null || !ids.add(id)) {
        findings.problem(fields.path("id"), "must have an id of its own, and a subject beside it");
        continue;
      }
      Object health = fields.value("health_status");
      if (health != null && !HEALTH.contains(health)) {
        findings.problem(
            fields.path("health_status"),
            "is " + Findings.show(health) + ", must be one of " + String.join(", ", HEALTH));
      }
      instances.add(
          new Instance(
              id,
              subject,
              fields.whole("weight", 0, WHOLE_WEIGHT, WHOLE_WEIGHT),
              fields.flag("enabled", true),
              "unhealthy".equals(health)));
      fields.rejectUnknownKeys();
    }
    return instances;
  }

  private static List<Fields> objects(Fields record, String key, Findings findings) {
    List<Fields> objects = new ArrayList<>();
    List<?> items = record.array(key, MAX_PARTS);
    for (int i = 0; i < items.size(); i++) {
      String path = JsonPath.index(record.path(key), i);
      if (items.get(i) instanceof Map<?, ?> members) {
        objects.add(new Fields(members, path, findings));
      } else {
        findings.problem(path, "is " + Findings.show(items.get(i)) + ", must be an object");
      }
    }
    return objects;
  }
}
