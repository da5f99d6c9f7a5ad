package beamline.router.api.admin;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be set for a tenant. Everything else is an {@link IllegalArgumentException}. */
final class TenantBounds {
  private static final long MOST_PER_MINUTE = 1_000_000_000L;
  private static final int MOST_POLICIES = 1_000_000;
  private static final int MOST_PER_POLICY = 1_000;
  private static final int MOST_NAMES = 1_000;
  private static final int LONGEST_NAME = 255;
  private static final Set<String> TIERS = Set.of("basic", "premium", "enterprise");

  private TenantBounds() {}

  static @Nullable String tier(@Nullable String value) {
    if (value != null && !TIERS.contains(value)) {
      throw new IllegalArgumentException(
          "tier is " + value + ", must be basic, premium or enterprise");
    }
    return value;
  }

  static @Nullable Long perMinute(String what, @Nullable Long value) {
    if (value != null && (value < 0 || value > MOST_PER_MINUTE)) {
      throw new IllegalArgumentException(
          what + " are " + value + ", must be from 0 to " + MOST_PER_MINUTE);
    }
    return value;
  }

  static @Nullable Integer policies(@Nullable Integer value) {
    return range("max policies", value, MOST_POLICIES);
  }

  static @Nullable Integer perPolicy(String what, @Nullable Integer value) {
    return range(what, value, MOST_PER_POLICY);
  }

  private static @Nullable Integer range(String what, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw new IllegalArgumentException(what + " is " + value + ", must be from 1 to " + most);
    }
    return value;
  }

  /** Gives a name an entry of its own; null takes it away. */
  static <T> void put(Map<String, T> map, String what, String name, @Nullable T value) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the id of a " + what + " has " + name.length() + " characters, must have 1 to 255");
    }
    if (value == null) {
      map.remove(name);
    } else if (map.put(name, value) == null && map.size() > MOST_NAMES) {
      map.remove(name);
      throw new IllegalArgumentException(
          "a tenant may have " + MOST_NAMES + " " + what + "s with an entry of their own");
    }
  }
}
