package beamline.router.engine.discovery;

import beamline.router.api.ErrorCode;
import beamline.router.api.HostEnvironment;
import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.DiscoveryReport.Verdict;
import beamline.router.engine.discovery.Selection.OfHost;
import beamline.router.engine.discovery.Selection.OfProvider;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentProvider;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns selections into components and remembers what is to be closed. */
final class ComponentFactory {
  private final RouterConfig config;
  private final HostEnvironment environment;
  private final EngineThreads threads;
  private final ComponentDiscovery discovery;
  private final CloseStack created;
  private final Telemetry telemetry;

  ComponentFactory(
      RouterConfig config,
      HostEnvironment environment,
      EngineThreads threads,
      ComponentDiscovery discovery,
      CloseStack created,
      Telemetry telemetry) {
    this.config = config;
    this.environment = environment;
    this.threads = threads;
    this.discovery = discovery;
    this.created = created;
    this.telemetry = telemetry;
  }

  /** The same factory, lending this telemetry. */
  ComponentFactory telling(Telemetry value) {
    return new ComponentFactory(config, environment, threads, discovery, created, value);
  }

  /** The component of a kind that the engine needs. */
  <C extends RouterComponent, P extends ComponentProvider<C>> C one(ComponentKind<C, P> kind) {
    C component = of(kind, discovery.select(kind));
    if (component == null) {
      throw new IllegalStateException("nothing selected for " + kind);
    }
    return component;
  }

  /** The component of a selection, if there is one. */
  <C extends RouterComponent> @Nullable C of(ComponentKind<C, ?> kind, Selection<C> selection) {
    if (selection instanceof OfHost<C> given) {
      return given.component();
    }
    return selection instanceof OfProvider<C> provided ? create(kind, provided.found()) : null;
  }

  /** The components of a kind of which all are used; those of the host first. */
  <C extends RouterComponent, P extends ComponentProvider<C>> List<C> all(
      ComponentKind<C, P> kind) {
    List<C> all = new ArrayList<>();
    for (Selection<C> selection : discovery.selectAll(kind)) {
      if (selection instanceof OfHost<C> given) {
        all.add(given.component());
      } else if (selection instanceof OfProvider<C> provided) {
        all.add(create(kind, provided.found()));
        discovery.add(kind, provided.found(), Verdict.CHOSEN, "all of this kind are used");
      }
    }
    return List.copyOf(all);
  }

  /** One codec per content type: that of the host, else the one of the highest priority. */
  List<MessageCodec> codecs() {
    ComponentKind<MessageCodec, ?> kind = ComponentKind.MESSAGE_CODEC;
    List<MessageCodec> codecs = new ArrayList<>();
    Map<String, Selection<MessageCodec>> taken = new HashMap<>();
    for (Selection<MessageCodec> selection : discovery.selectAll(ComponentKind.MESSAGE_CODEC)) {
      MessageCodec codec = of(kind, selection);
      if (codec == null) {
        continue;
      }
      Selection<MessageCodec> before = taken.putIfAbsent(codec.contentType(), selection);
      if (before == null) {
        codecs.add(codec);
      }
      judge(codec.contentType(), selection, before);
    }
    return List.copyOf(codecs);
  }

  private void judge(
      String contentType,
      Selection<MessageCodec> selection,
      @Nullable Selection<MessageCodec> before) {
    if (!(selection instanceof OfProvider<MessageCodec> provided)) {
      if (before != null) {
        throw new RouterException(
            ErrorCode.CONFIGURATION_INVALID,
            "more than one message-codec for " + contentType + " was passed to the builder");
      }
      return;
    }
    Found<MessageCodec> found = provided.found();
    if (before instanceof OfProvider<MessageCodec> other
        && other.found().priority() == found.priority()) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "message-codec for "
              + contentType
              + " can be "
              + other.found()
              + " or "
              + found
              + ", both of priority "
              + found.priority()
              + ": remove one of them");
    }
    discovery.add(
        ComponentKind.MESSAGE_CODEC,
        found,
        before == null ? Verdict.CHOSEN : Verdict.PASSED_OVER,
        before == null ? "the codec for " + contentType : "another one reads " + contentType);
  }

  private <C extends RouterComponent> C create(ComponentKind<C, ?> kind, Found<C> found) {
    String name = kind + " " + found;
    String prefix = kind.name() + "." + found.name() + ".";
    ComponentConfig part = new ComponentConfig(prefix, config.below(prefix));
    C component;
    try {
      component = found.provider().create(new LentContext(part, environment, threads, telemetry));
    } catch (RouterException e) {
      throw new RouterException(e.code(), name + ": " + e.getMessage(), e);
    } catch (RuntimeException | LinkageError e) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID, name + " cannot be created: " + e, e);
    }
    if (component == null) {
      throw new RouterException(ErrorCode.CONFIGURATION_INVALID, name + " created nothing");
    }
    created.push(name, component);
    return component;
  }
}
