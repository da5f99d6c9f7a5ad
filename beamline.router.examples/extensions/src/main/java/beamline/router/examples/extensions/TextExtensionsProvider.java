package beamline.router.examples.extensions;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionProvider;
import beamline.router.spi.ExtensionSource;
import java.util.Set;

/**
 * What {@link java.util.ServiceLoader} finds in this jar. There is nothing to configure for all of
 * its extensions: each has its {@code config} in the policy.
 */
public final class TextExtensionsProvider implements ExtensionProvider {

  /** Called by the service loader. */
  public TextExtensionsProvider() {}

  @Override
  public String name() {
    return "texts";
  }

  @Override
  public ExtensionSource create(ComponentContext context) {
    context.config().onlyKnown(Set.of());
    return new TextExtensions();
  }
}
