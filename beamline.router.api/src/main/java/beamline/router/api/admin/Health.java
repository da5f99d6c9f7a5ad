package beamline.router.api.admin;

import java.util.List;
import java.util.Objects;

/**
 * The state of the engine.
 *
 * @param status the worst of the components
 * @param components each of them, in the order in which they were created
 */
public record Health(Status status, List<Component> components) {

  /** How well something works. */
  public enum Status {
    /** As it should. */
    UP,
    /** Decisions are answered, but something is wrong. */
    DEGRADED,
    /** Decisions are refused. */
    DOWN
  }

  /**
   * The state of a component.
   *
   * @param name its kind, such as {@code policy-store}
   * @param status how well it works
   * @param detail why, for people; no secrets
   */
  public record Component(String name, Status status, String detail) {}

  public Health {
    Objects.requireNonNull(status, "status");
    components = List.copyOf(components);
  }

  /** The health of these components together. */
  public static Health of(List<Component> components) {
    Status worst = Status.UP;
    for (Component component : components) {
      if (component.status().compareTo(worst) > 0) {
        worst = component.status();
      }
    }
    return new Health(worst, components);
  }
}
