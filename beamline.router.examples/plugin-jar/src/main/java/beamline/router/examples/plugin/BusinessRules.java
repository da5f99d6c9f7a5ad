package beamline.router.examples.plugin;

import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The three extensions of this jar, by the ids under which a policy names them. Immutable, and so
 * safe for concurrent use.
 */
final class BusinessRules implements ExtensionSource {
  private final Map<String, Extension> preProcessors;
  private final Map<String, Extension> validators;

  BusinessRules(LongSupplier epochMillis, ZoneId zone) {
    preProcessors = Map.of("tag_request", new TagRequest());
    validators =
        Map.of(
            "business_hours", new BusinessHours(epochMillis, zone),
            "block_words", new BlockWords());
  }

  @Override
  public Optional<Extension> find(String extensionId, Extension.Kind kind) {
    return switch (kind) {
      case PRE -> Optional.ofNullable(preProcessors.get(extensionId));
      case VALIDATOR -> Optional.ofNullable(validators.get(extensionId));
      case POST -> Optional.empty();
    };
  }
}
