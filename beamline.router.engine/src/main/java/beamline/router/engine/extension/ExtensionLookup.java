package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.engine.extension.call.CallFailure;
import beamline.router.engine.extension.call.VersionChoice;
import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.engine.extension.registry.ExtensionRegistry;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a policy calls: as it is registered, or an extension of this process that is not. Safe
 * for concurrent use.
 */
final class ExtensionLookup {
  private final ExtensionRegistry registry;
  private final List<ExtensionSource> sources;

  ExtensionLookup(ExtensionRegistry registry, List<ExtensionSource> sources) {
    this.registry = registry;
    this.sources = List.copyOf(sources);
  }

  /** What is called. */
  sealed interface Callee {

    /** Which version serves the request; null for one that is not registered. */
    ExtensionRecord.@Nullable Version version();

    /** One of this process. */
    record Own(Extension extension, ExtensionRecord.@Nullable Version version) implements Callee {}

    /** One on the bus. */
    record Distant(ExtensionRecord record, ExtensionRecord.Version version, String subject)
        implements Callee {}
  }

  /**
   * Finds it.
   *
   * @throws CallFailure when there is none that may be called
   */
  Callee find(ExtensionItem item, Extension.Request request) throws CallFailure {
    if (!registry.isKnown()) {
      throw CallFailure.unblamed(
          ErrorCode.EXTENSION_UNAVAILABLE,
          "cannot be called: the registered extensions could not be read yet");
    }
    ExtensionRecord record = registry.find(item.id());
    if (record == null) {
      return new Callee.Own(inProcess(item), null);
    }
    check(record, item);
    ExtensionRecord.Version version = VersionChoice.of(record, request);
    String subject = version.subject();
    return subject == null
        ? new Callee.Own(inProcess(item), version)
        : new Callee.Distant(record, version, subject);
  }

  private static void check(ExtensionRecord record, ExtensionItem item) throws CallFailure {
    if (record.fault() != null) {
      throw CallFailure.unblamed( // the fault quotes the record: it is for operators
          ErrorCode.EXTENSION_ERROR, "is not registered as it must be");
    }
    if (!record.kind().name().equals(item.kind().name())) {
      throw CallFailure.unblamed(
          ErrorCode.EXTENSION_NOT_FOUND,
          "is registered with type "
              + record.kind().name().toLowerCase(Locale.ROOT)
              + ", the policy has it as "
              + item.kind().wireName());
    }
    if (!record.enabled()) {
      throw CallFailure.unblamed(ErrorCode.EXTENSION_UNAVAILABLE, "is disabled");
    }
  }

  /**
   * One that is looked up where it is called: a source is foreign code too, and may block as an
   * extension may.
   */
  private Extension inProcess(ExtensionItem item) {
    return request -> {
      Optional<Extension> extension;
      try {
        extension = found(item);
      } catch (RuntimeException | LinkageError e) {
        return failed(ErrorCode.EXTENSION_ERROR, "cannot be looked up");
      }
      return extension.isPresent()
          ? extension.get().call(request)
          : failed(ErrorCode.EXTENSION_NOT_FOUND, "does not exist");
    };
  }

  private Optional<Extension> found(ExtensionItem item) {
    for (ExtensionSource source : sources) {
      Optional<Extension> extension = source.find(item.id(), kind(item));
      if (extension.isPresent()) {
        return extension;
      }
    }
    return Optional.empty();
  }

  private static CompletionStage<Extension.Reply> failed(ErrorCode code, String what) {
    return CompletableFuture.failedStage(CallFailure.unblamed(code, what));
  }

  static Extension.Kind kind(ExtensionItem item) {
    return switch (item.kind()) {
      case PRE -> Extension.Kind.PRE;
      case VALIDATOR -> Extension.Kind.VALIDATOR;
      case POST -> Extension.Kind.POST;
    };
  }
}
