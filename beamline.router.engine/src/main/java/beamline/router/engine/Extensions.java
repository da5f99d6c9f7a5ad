package beamline.router.engine;

import beamline.router.api.HostEnvironment;
import beamline.router.api.RouterConfig;
import beamline.router.engine.discovery.EngineComponents;
import beamline.router.engine.extension.ExtensionParts;
import beamline.router.engine.extension.ExtensionPipeline;
import beamline.router.engine.extension.registry.ExtensionRegistry;
import beamline.router.engine.extension.registry.RecordParser;
import beamline.router.engine.extension.registry.StoredExtensions;
import beamline.router.engine.question.KnownExtensions;
import java.util.function.DoubleSupplier;

/**
 * The extensions of an engine.
 *
 * @param registry what is registered
 * @param pipeline calls them
 * @param stored what is registered, to be changed
 */
record Extensions(ExtensionRegistry registry, ExtensionPipeline pipeline, StoredExtensions stored)
    implements AutoCloseable {

  /** Reads what is registered, now or as soon as that is possible. */
  static Extensions of(
      RouterConfig config,
      HostEnvironment environment,
      EngineComponents components,
      DoubleSupplier random) {
    RecordParser parser = new RecordParser(config);
    ExtensionRegistry registry =
        new ExtensionRegistry(
            components.extensionStore(),
            parser,
            components.executor(),
            components.scheduler(),
            components.telemetry());
    registry.start();
    ExtensionParts parts =
        new ExtensionParts(
            config,
            registry,
            components.extensionSources(),
            components.transport().orElse(null),
            components.executor(),
            components.scheduler(),
            components.telemetry(),
            environment.nanoTime(),
            environment.epochMillis(),
            random);
    return new Extensions(
        registry,
        new ExtensionPipeline(parts),
        new StoredExtensions(components.extensionStore(), parser, registry));
  }

  KnownExtensions known() {
    return new KnownExtensions(registry, pipeline.stats(), pipeline.breakers());
  }

  /** No decision waits for an extension any longer. */
  @Override
  public void close() {
    pipeline.close();
    registry.close();
  }
}
