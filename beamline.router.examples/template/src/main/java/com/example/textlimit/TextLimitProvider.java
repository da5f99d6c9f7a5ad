package com.example.textlimit;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionProvider;
import beamline.router.spi.ExtensionSource;
import java.util.Optional;
import java.util.Set;

/**
 * What the router finds in this jar. It has one extension, the validator {@code text_limit}. A node
 * is configured below {@code extensions.text-limit.}: {@code max-characters} (default 10000) is the
 * limit where a policy says none.
 */
public final class TextLimitProvider implements ExtensionProvider {
  static final String ID = "text_limit";
  private static final String MAX_CHARACTERS = "max-characters";

  /** Called by the service loader. */
  public TextLimitProvider() {}

  @Override
  public String name() {
    return "text-limit";
  }

  @Override
  public ExtensionSource create(ComponentContext context) {
    context.config().onlyKnown(Set.of(MAX_CHARACTERS));
    Extension textLimit =
        new TextLimit(context.config().number(MAX_CHARACTERS, 10_000, 1, Integer.MAX_VALUE));
    return (id, kind) ->
        id.equals(ID) && kind == Extension.Kind.VALIDATOR
            ? Optional.of(textLimit)
            : Optional.empty();
  }
}
