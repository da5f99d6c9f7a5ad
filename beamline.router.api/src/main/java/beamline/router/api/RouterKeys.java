package beamline.router.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one table of everything that can be configured. Its rows are constants, by area: {@link
 * ComponentKeys}, {@link RuntimeKeys}, {@link IntakeKeys}, {@link RoutingKeys}, {@link LimitKeys},
 * {@link ExtensionKeys}, {@link AssignmentKeys}, {@link ResultKeys}, {@link BackpressureKeys},
 * {@link NatsKeys}, {@link PostgresKeys}, {@link AdminKeys}, {@link GrpcKeys}.
 *
 * <p>Defaults are those of the operational guide; where the reference code differs, the description
 * says so.
 */
public final class RouterKeys {
  private static final Map<String, List<ConfigKey<?>>> AREAS = areas();
  private static final List<ConfigKey<?>> ALL =
      AREAS.values().stream().<ConfigKey<?>>flatMap(Collection::stream).toList();
  private static final Map<String, ConfigKey<?>> BY_NAME = byName();

  private RouterKeys() {}

  /** Every key, in the order of the documentation. */
  public static List<ConfigKey<?>> all() {
    return ALL;
  }

  /** Every key by the title of its area, in the order of the documentation. */
  public static Map<String, List<ConfigKey<?>>> byArea() {
    return AREAS;
  }

  /** The key of this name or alias. */
  public static Optional<ConfigKey<?>> find(String nameOrAlias) {
    return Optional.ofNullable(BY_NAME.get(nameOrAlias));
  }

  /** The name or alias that looks most like this one. */
  static String nearest(String name) {
    return NearestName.to(name, BY_NAME.keySet());
  }

  private static Map<String, List<ConfigKey<?>>> areas() {
    Map<String, List<ConfigKey<?>>> areas = new LinkedHashMap<>();
    areas.put("Components", ComponentKeys.all());
    areas.put("The engine", RuntimeKeys.all());
    areas.put("Intake", IntakeKeys.all());
    areas.put("Policies, providers, breakers", RoutingKeys.all());
    areas.put("Limits and quotas", LimitKeys.all());
    areas.put("Extensions", ExtensionKeys.all());
    areas.put("Assignments", AssignmentKeys.all());
    areas.put("Results, acknowledgements, usage", ResultKeys.all());
    areas.put("Backpressure", BackpressureKeys.all());
    areas.put("NATS", NatsKeys.all());
    areas.put("PostgreSQL", PostgresKeys.all());
    areas.put("Administration and roles", AdminKeys.all());
    areas.put("The audit log", AuditKeys.all());
    areas.put("Control", ControlKeys.all());
    areas.put("gRPC", GrpcKeys.all());
    return java.util.Collections.unmodifiableMap(areas);
  }

  private static Map<String, ConfigKey<?>> byName() {
    Map<String, ConfigKey<?>> names = new LinkedHashMap<>();
    for (ConfigKey<?> key : ALL) {
      names.put(key.name(), key);
    }
    for (ConfigKey<?> key : ALL) {
      for (String alias : key.aliases()) {
        ConfigKey<?> other = names.put(alias, key);
        if (other != null && !other.equals(key)) {
          throw new IllegalStateException(alias + " names both " + other + " and " + key);
        }
      }
    }
    return java.util.Collections.unmodifiableMap(names);
  }
}
