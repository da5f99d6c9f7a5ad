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
   * @param ready whether it lets the router take work: one that is slow to store its audit records
   *     does, one that still waits for its connection does not
   */
  public record Component(String name, Status status, String detail, boolean ready) {

    /** One that is ready unless it is {@linkplain Status#DOWN down}. */
    public Component(String name, Status status, String detail) {
      this(name, status, detail, status != Status.DOWN);
    }

    /** The same, ready or not. */
    public Component ready(boolean now) {
      return new Component(name, status, detail, now);
    }
  }

  public Health {
    Objects.requireNonNull(status, "status");
    components = List.copyOf(components);
  }

  /**
   * Whether work can be sent here: every component is ready. Not so while the message bus is away
   * (unless failing open is configured), no policy is in force, limits are not known, a consumer
   * does not get on, or it is starting or draining.
   */
  public boolean ready() {
    return unready().isEmpty();
  }

  /** The components that keep it from being ready. */
  public List<Component> unready() {
    return components.stream().filter(component -> !component.ready()).toList();
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
