package beamline.router.testkit;

import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Extensions that a test registers, by id and kind. Safe for concurrent use. */
public final class FakeExtensionSource implements ExtensionSource {
  private final Map<Name, Extension> extensions = new ConcurrentHashMap<>();

  private record Name(String id, Extension.Kind kind) {}

  /** A source without extensions. */
  public FakeExtensionSource() {}

  /** Registers an extension, in place of one that had its name. */
  public FakeExtensionSource with(String id, Extension.Kind kind, Extension extension) {
    extensions.put(new Name(id, kind), extension);
    return this;
  }

  @Override
  public Optional<Extension> find(String extensionId, Extension.Kind kind) {
    return Optional.ofNullable(extensions.get(new Name(extensionId, kind)));
  }
}
