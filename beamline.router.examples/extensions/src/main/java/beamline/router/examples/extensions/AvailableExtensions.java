package beamline.router.examples.extensions;

import beamline.router.api.RouterConfig;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionProvider;
import beamline.router.spi.ExtensionSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** What the providers on the module path have, as an engine would find it. */
final class AvailableExtensions implements AutoCloseable {
  private final Map<String, ExtensionSource> sources;
  private final List<ServiceContext> contexts;

  private AvailableExtensions(Map<String, ExtensionSource> sources, List<ServiceContext> contexts) {
    this.sources = sources;
    this.contexts = contexts;
  }

  /** Those of all providers, the highest priority first. */
  static AvailableExtensions of(RouterConfig config) {
    List<ExtensionProvider> providers = new ArrayList<>();
    ServiceLoader.load(ExtensionProvider.class).forEach(providers::add);
    providers.sort((a, b) -> Integer.compare(b.priority(), a.priority()));
    AvailableExtensions all = new AvailableExtensions(new LinkedHashMap<>(), new ArrayList<>());
    for (ExtensionProvider provider : providers) {
      String prefix = "extensions." + provider.name() + ".";
      ServiceContext context =
          new ServiceContext(new ComponentConfig(prefix, config.below(prefix)));
      all.contexts.add(context);
      all.sources.put(provider.name(), provider.create(context));
    }
    return all;
  }

  Optional<Extension> find(String id, Extension.Kind kind) {
    return sources.values().stream().flatMap(it -> it.find(id, kind).stream()).findFirst();
  }

  /** Whose they are. */
  String names() {
    return String.join(", ", sources.keySet());
  }

  @Override
  public void close() {
    sources.values().forEach(ExtensionSource::close);
    contexts.forEach(ServiceContext::close);
  }
}
