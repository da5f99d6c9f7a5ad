package beamline.router.engine.discovery;

import beamline.router.api.RouterComponent;
import beamline.router.engine.discovery.Findings.Failure;
import beamline.router.spi.ComponentProvider;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks providers up: in the layer of the engine's own module, and with the class loader of the
 * host, which may be that of a plug-in layer or of a class path. A provider that both see counts
 * once. One that cannot be loaded is a finding, never an exception.
 */
final class ProviderLookup {
  /** A path that breaks on every step must not keep us for ever. */
  private static final int MOST_FAILURES = 64;

  private static final Pattern PROVIDER_IN_MESSAGE =
      Pattern.compile("(?:Provider |: )([\\w$]+(?:\\.[\\w$]+)+)");

  private final Optional<ClassLoader> hostLoader;

  ProviderLookup(Optional<ClassLoader> hostLoader) {
    this.hostLoader = hostLoader;
  }

  /** The providers of a kind, each of which has been instantiated and asked for its name. */
  <C extends RouterComponent, P extends ComponentProvider<C>> Findings<C> find(
      ComponentKind<C, P> kind) {
    List<Failure> failures = new ArrayList<>();
    List<Found<C>> found = new ArrayList<>();
    for (ServiceLoader.Provider<P> provider : providers(kind, failures)) {
      try {
        found.add(ask(provider));
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        failures.add(new Failure(provider.type().getName(), origin(provider.type()), reason(e)));
      }
    }
    found.sort(Comparator.comparingInt((Found<C> one) -> one.priority()).reversed());
    return new Findings<>(List.copyOf(found), List.copyOf(failures));
  }

  /** The types of the providers of a kind, none of which is instantiated. */
  <C extends RouterComponent, P extends ComponentProvider<C>> List<Class<? extends P>> types(
      ComponentKind<C, P> kind) {
    return providers(kind, new ArrayList<>()).stream()
        .<Class<? extends P>>map(ServiceLoader.Provider::type)
        .toList();
  }

  /** The module or class path location of a class. */
  static String origin(Class<?> type) {
    Module module = type.getModule();
    if (module.isNamed()) {
      return "module " + module.getName();
    }
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? "unknown" : location.getPath();
  }

  private <C extends RouterComponent, P extends ComponentProvider<C>>
      List<ServiceLoader.Provider<P>> providers(ComponentKind<C, P> kind, List<Failure> failures) {
    List<ServiceLoader.Provider<P>> providers = new ArrayList<>();
    Set<Class<?>> seen = new HashSet<>();
    Consumer<ServiceLoader.Provider<P>> add =
        provider -> {
          if (seen.add(provider.type())) {
            providers.add(provider);
          }
        };
    for (ServiceLoader<P> loader : loaders(kind.provider())) {
      walk(loader.stream().spliterator(), add, failures);
    }
    return providers;
  }

  private <P> List<ServiceLoader<P>> loaders(Class<P> provider) {
    List<ServiceLoader<P>> loaders = new ArrayList<>();
    ModuleLayer layer = ProviderLookup.class.getModule().getLayer();
    loaders.add(
        layer == null
            ? ServiceLoader.load(provider, ProviderLookup.class.getClassLoader())
            : ServiceLoader.load(layer, provider));
    loaders.add(
        hostLoader
            .map(loader -> ServiceLoader.load(provider, loader))
            .orElseGet(() -> ServiceLoader.load(provider)));
    return loaders;
  }

  private static <P> void walk(
      Spliterator<ServiceLoader.Provider<P>> providers,
      Consumer<ServiceLoader.Provider<P>> add,
      List<Failure> failures) {
    boolean more = true;
    for (int failed = 0; more && failed < MOST_FAILURES; ) {
      try {
        more = providers.tryAdvance(add);
      } catch (ServiceConfigurationError | LinkageError e) {
        failed++;
        note(new Failure(providerIn(e), "unknown", reason(e)), failures);
      }
    }
  }

  /** Both loaders may stumble over the same provider. */
  private static void note(Failure failure, List<Failure> failures) {
    if (!failures.contains(failure)) {
      failures.add(failure);
    }
  }

  private static <C extends RouterComponent, P extends ComponentProvider<C>> Found<C> ask(
      ServiceLoader.Provider<P> provider) {
    P instance = provider.get();
    String name = instance.name();
    if (name == null || !name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalStateException("its name is '" + name + "', must be lower-case kebab-case");
    }
    return new Found<>(instance, name, instance.priority(), origin(provider.type()));
  }

  private static String providerIn(Throwable e) {
    Matcher matcher = PROVIDER_IN_MESSAGE.matcher(String.valueOf(e.getMessage()));
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e.toString() : e + ", caused by " + cause;
  }
}
