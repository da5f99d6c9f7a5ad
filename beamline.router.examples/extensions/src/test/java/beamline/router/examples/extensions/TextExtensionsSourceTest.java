package beamline.router.examples.extensions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import beamline.router.testkit.contract.ExtensionSourceContract;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The source keeps the rules that the engine relies on. */
class TextExtensionsSourceTest extends ExtensionSourceContract {

  @Override
  protected ExtensionSource create(ComponentContext context) {
    return new TextExtensionsProvider().create(context);
  }

  @Override
  protected String knownId() {
    return "pii_guard";
  }

  @Override
  protected Extension.Kind knownKind() {
    return Extension.Kind.VALIDATOR;
  }

  @Test
  void eachExtensionIsFoundAsWhatItIs() {
    assertEquals(EnumSet.of(Extension.Kind.PRE), kinds("normalize_text"));
    assertEquals(EnumSet.of(Extension.Kind.PRE, Extension.Kind.POST), kinds("mask_pii"));
  }

  private static Set<Extension.Kind> kinds(String id) {
    Set<Extension.Kind> kinds = EnumSet.allOf(Extension.Kind.class);
    kinds.removeIf(kind -> new TextExtensions().find(id, kind).isEmpty());
    return kinds;
  }
}
