package beamline.router.examples.extensions;

import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import java.util.Map;
import java.util.Optional;

/**
 * The extensions of this jar, by the ids under which a policy names them. Immutable, and so safe
 * for concurrent use.
 */
final class TextExtensions implements ExtensionSource {
  private static final Map<Extension.Kind, Map<String, Extension>> ALL =
      Map.of(
          Extension.Kind.PRE,
          Map.of(
              NormalizeText.ID, new NormalizeText(), MaskPii.ID, new MaskPii(Extension.Kind.PRE)),
          Extension.Kind.VALIDATOR,
          Map.of(PiiGuard.ID, new PiiGuard()),
          Extension.Kind.POST,
          Map.of(MaskPii.ID, new MaskPii(Extension.Kind.POST)));

  @Override
  public Optional<Extension> find(String extensionId, Extension.Kind kind) {
    return Optional.ofNullable(ALL.getOrDefault(kind, Map.of()).get(extensionId));
  }
}
