package beamline.router.engine.discovery;

import beamline.router.api.ComponentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.ErrorCode;
import beamline.router.api.HostEnvironment;
import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.DiscoveryReport;
import beamline.router.api.admin.DiscoveryReport.Entry;
import beamline.router.api.admin.DiscoveryReport.Verdict;
import beamline.router.spi.ComponentProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses what serves each kind, by one rule for all: an instance of the host wins; else the
 * provider named in the configuration; else the only one of the highest priority. A tie is an
 * error. Everything found is written to the report, with what became of it.
 *
 * <p>Not safe for concurrent use.
 */
final class ComponentDiscovery {
  private final RouterConfig config;
  private final List<RouterComponent> hostComponents;
  private final ProviderLookup lookup;
  private final List<Entry> report = new ArrayList<>();

  ComponentDiscovery(RouterConfig config, HostEnvironment environment) {
    this.config = config;
    this.hostComponents = environment.components();
    this.lookup = new ProviderLookup(environment.classLoader());
    for (RouterComponent component : hostComponents) {
      if (ComponentKind.ALL.stream().noneMatch(kind -> kind.component().isInstance(component))) {
        throw invalid(component.getClass().getName() + " is no kind of component that is known");
      }
    }
  }

  /** What serves this kind; an error if nothing does. */
  <C extends RouterComponent, P extends ComponentProvider<C>> Selection<C> select(
      ComponentKind<C, P> kind) {
    Selection<C> selection = selectIfAny(kind);
    if (selection instanceof Selection.Nothing) {
      throw invalid(
          "no "
              + kind
              + " was found: add beamline.router.memory (artifact beamline-router-memory) or"
              + " another module that provides one, or pass one to the builder"
              + failures(lookup.find(kind)));
    }
    return selection;
  }

  /** What serves this kind, which the engine can do without. */
  <C extends RouterComponent, P extends ComponentProvider<C>> Selection<C> selectIfAny(
      ComponentKind<C, P> kind) {
    List<C> given = ofHost(kind);
    if (given.size() > 1) {
      throw invalid(
          "more than one "
              + kind
              + " was passed to the builder: "
              + given.get(0).getClass().getName()
              + " and "
              + given.get(1).getClass().getName());
    }
    if (!given.isEmpty()) {
      passOverUnseen(kind, "the host passed an instance");
      return new Selection.OfHost<>(given.get(0));
    }
    ConfigKey<Optional<String>> key = Objects.requireNonNull(kind.key());
    Optional<String> named = config.get(key);
    if (named.filter(ComponentKeys.NONE::equals).isPresent()) {
      return none(kind, key + " is none");
    }
    Findings<C> findings = lookup.find(kind);
    reportFailures(kind, findings);
    List<Found<C>> candidates =
        findings.found().stream()
            .filter(found -> named.map(found.name()::equals).orElse(true))
            .toList();
    if (named.isPresent() && candidates.isEmpty()) {
      throw unknownName(key, named.get(), findings);
    }
    if (candidates.isEmpty()) {
      return new Selection.Nothing<>();
    }
    Found<C> best = highest(kind, candidates);
    String why = named.isPresent() ? "named by " + key : "the highest priority";
    for (Found<C> found : findings.found()) {
      boolean chosen = found.equals(best);
      add(
          kind,
          found,
          chosen ? Verdict.CHOSEN : Verdict.PASSED_OVER,
          chosen ? why : best.name() + " was chosen");
    }
    return new Selection.OfProvider<>(best);
  }

  /**
   * What serves this kind together: the instances of the host; else the providers named in the
   * configuration, separated by commas; else all that are found.
   */
  <C extends RouterComponent, P extends ComponentProvider<C>> List<Selection<C>> selectMany(
      ComponentKind<C, P> kind) {
    List<C> given = ofHost(kind);
    if (!given.isEmpty()) {
      passOverUnseen(kind, "the host passed an instance");
      return given.stream().<Selection<C>>map(Selection.OfHost::new).toList();
    }
    ConfigKey<Optional<String>> key = Objects.requireNonNull(kind.key());
    Optional<String> named = config.get(key);
    if (named.filter(ComponentKeys.NONE::equals).isPresent()) {
      return List.of(none(kind, key + " is none"));
    }
    Findings<C> findings = lookup.find(kind);
    reportFailures(kind, findings);
    List<String> names = named.map(ComponentDiscovery::names).orElse(List.of());
    for (String name : names) {
      if (findings.found().stream().noneMatch(found -> found.name().equals(name))) {
        throw unknownName(key, name, findings);
      }
    }
    List<Selection<C>> chosen = new ArrayList<>();
    for (Found<C> found : findings.found()) {
      boolean used = named.isEmpty() || names.contains(found.name());
      String why = named.isEmpty() ? "all that are found are told" : "named by " + key;
      add(
          kind,
          found,
          used ? Verdict.CHOSEN : Verdict.PASSED_OVER,
          used ? why : key + " names others");
      if (used) {
        chosen.add(new Selection.OfProvider<>(found));
      }
    }
    return chosen;
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  /** All that are found, for the kinds where all are used; those of the host first. */
  <C extends RouterComponent, P extends ComponentProvider<C>> List<Selection<C>> selectAll(
      ComponentKind<C, P> kind) {
    List<Selection<C>> all = new ArrayList<>();
    ofHost(kind).forEach(component -> all.add(new Selection.OfHost<>(component)));
    Findings<C> findings = lookup.find(kind);
    reportFailures(kind, findings);
    findings.found().forEach(found -> all.add(new Selection.OfProvider<>(found)));
    return all;
  }

  /** Uses no component of this kind; none is even instantiated. */
  <C extends RouterComponent, P extends ComponentProvider<C>> Selection<C> none(
      ComponentKind<C, P> kind, String reason) {
    passOverUnseen(kind, reason);
    return new Selection.Nothing<>();
  }

  /** Writes to the report what became of a provider. */
  <C extends RouterComponent> void add(
      ComponentKind<C, ?> kind, Found<C> found, Verdict verdict, String reason) {
    report.add(
        new Entry(kind.name(), found.name(), found.origin(), found.priority(), verdict, reason));
  }

  /** What was found so far, and what became of it. */
  DiscoveryReport report() {
    return new DiscoveryReport(report);
  }

  private <C extends RouterComponent> List<C> ofHost(ComponentKind<C, ?> kind) {
    List<C> given =
        hostComponents.stream()
            .filter(kind.component()::isInstance)
            .map(kind.component()::cast)
            .toList();
    for (C component : given) {
      String name = component.getClass().getName();
      report.add(new Entry(kind.name(), name, "host", 0, Verdict.CHOSEN, "passed to the builder"));
    }
    return given;
  }

  private <C extends RouterComponent> Found<C> highest(
      ComponentKind<C, ?> kind, List<Found<C>> candidates) {
    Found<C> best = candidates.get(0);
    if (candidates.size() > 1 && candidates.get(1).priority() == best.priority()) {
      throw tie(kind, best, candidates.get(1));
    }
    return best;
  }

  /** Two of the same priority, where one is to be used. */
  static <C extends RouterComponent> RouterException tie(
      ComponentKind<C, ?> kind, Found<C> one, Found<C> other) {
    return invalid(
        kind
            + " can be "
            + one
            + " or "
            + other
            + ", both of priority "
            + one.priority()
            + ": "
            + (one.name().equals(other.name())
                ? "remove one of them"
                : "name one of them with the key " + kind));
  }

  private RouterException unknownName(ConfigKey<?> key, String name, Findings<?> findings) {
    String origin = config.origin(key).map(text -> " (" + text + ")").orElse("");
    String found =
        findings.found().isEmpty()
            ? "none was found"
            : "found are "
                + String.join(", ", findings.found().stream().map(Found::toString).toList());
    return invalid(
        key
            + " is '"
            + name
            + "'"
            + origin
            + ", but there is none of that name: "
            + found
            + failures(findings));
  }

  private static String failures(Findings<?> findings) {
    return findings.failures().isEmpty()
        ? ""
        : "; could not be loaded: "
            + String.join(", ", findings.failures().stream().map(Object::toString).toList());
  }

  private void reportFailures(ComponentKind<?, ?> kind, Findings<?> findings) {
    for (Findings.Failure failure : findings.failures()) {
      report.add(
          new Entry(
              kind.name(),
              failure.provider(),
              failure.origin(),
              0,
              Verdict.FAILED,
              failure.reason()));
    }
  }

  private <C extends RouterComponent, P extends ComponentProvider<C>> void passOverUnseen(
      ComponentKind<C, P> kind, String reason) {
    for (Class<?> type : lookup.types(kind)) {
      report.add(
          new Entry(
              kind.name(),
              type.getName(),
              ProviderLookup.origin(type),
              0,
              Verdict.PASSED_OVER,
              reason));
    }
  }

  private static RouterException invalid(String message) {
    return new RouterException(ErrorCode.CONFIGURATION_INVALID, message);
  }
}
