package beamline.router.engine.extension.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered extension, as its document says it (routing contract 4.1). Immutable.
 *
 * @param enabled whether it may be called
 * @param own how it is called where no other version serves
 * @param versions other versions, oldest first
 * @param instances where the subject of {@code own} is served, when it is not by that subject
 * @param fault why it cannot be called, since its document is not valid; null when it is
 */
public record ExtensionRecord(
    String id,
    Kind kind,
    boolean enabled,
    Version own,
    List<Version> versions,
    List<Instance> instances,
    @Nullable String fault) {

  public ExtensionRecord {
    versions = List.copyOf(versions);
    instances = List.copyOf(instances);
  }

  /** One whose document is not valid; enabled unless that says otherwise. */
  static ExtensionRecord faulty(String id, String fault, boolean enabled) {
    Version none = new Version("", null, 0, 0, Map.of(), Map.of(), false, Map.of());
    return new ExtensionRecord(id, Kind.PROVIDER, enabled, none, List.of(), List.of(), fault);
  }

  /** What an extension is for. */
  public enum Kind {
    /** Changes the message before the decision. */
    PRE,
    /** Accepts or refuses the message. */
    VALIDATOR,
    /** Adds to the decision. */
    POST,
    /** Executes; known to the registry and never called by the router. */
    PROVIDER
  }

  /**
   * How a version is called.
   *
   * @param name such as {@code v1}
   * @param subject where it is served; null for an extension in this process
   * @param timeoutMillis how long a call may take; 0 for the longest time that is allowed
   * @param retry how often a call is tried again after a time-out
   * @param config sent along, below what the policy says
   * @param metadata about it
   * @param enabled whether it serves
   * @param rules whom it serves: values by the key of the routing context; all must match
   */
  public record Version(
      String name,
      @Nullable String subject,
      int timeoutMillis,
      int retry,
      Map<String, Object> config,
      Map<String, Object> metadata,
      boolean enabled,
      Map<String, Set<String>> rules) {}

  /**
   * One of several that serve the same.
   *
   * @param weight its share, 0 to 100; 0 for none
   * @param unhealthy whether its operator says that it is not to be called
   */
  public record Instance(
      String id, String subject, int weight, boolean enabled, boolean unhealthy) {}
}
