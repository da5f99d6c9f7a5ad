package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Extension.Kind;
import beamline.router.spi.ExtensionSource;
import beamline.router.testkit.TestComponentContext;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link ExtensionSource} keeps, EX-20 to EX-24. Extend it and say what yours
 * has.
 */
public abstract class ExtensionSourceContract {
  private static final String UNKNOWN = "no-extension-has-this-id";

  private TestComponentContext context;
  private ExtensionSource source;

  /** For subclasses. */
  protected ExtensionSourceContract() {}

  /** The source. It is closed after the test. */
  protected abstract ExtensionSource create(ComponentContext context);

  /** The id of an extension that it has. */
  protected abstract String knownId();

  /** What that extension is for; it is found as this and as nothing else. */
  protected abstract Kind knownKind();

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createSource() {
    context = TestComponentContext.builder().prefix("extensions.test.").config(config()).build();
    source = create(context);
  }

  @AfterEach
  final void closeSource() {
    source.close();
    context.close();
  }

  @Test
  @DisplayName("EX-20 an unknown id is empty, whatever the kind")
  void anUnknownIdIsEmpty() {
    for (Kind kind : Kind.values()) {
      assertEquals(Optional.empty(), source.find(UNKNOWN, kind));
      assertEquals(Optional.empty(), source.find("", kind));
    }
  }

  @Test
  @DisplayName("EX-21 a known id is found")
  void aKnownIdIsFound() {
    assertTrue(source.find(knownId(), knownKind()).isPresent());
  }

  @Test
  @DisplayName("EX-22 an extension is found under its kind only")
  void anExtensionIsFoundUnderItsKindOnly() {
    for (Kind kind : Kind.values()) {
      assertEquals(kind == knownKind(), source.find(knownId(), kind).isPresent(), kind::toString);
    }
  }

  @Test
  @DisplayName("EX-23 threads that look at the same time all find it")
  void threadsThatLookAtTheSameTimeAllFindIt() {
    Together.run(
            8,
            thread ->
                () -> {
                  boolean found = true;
                  for (int i = 0; i < 500; i++) {
                    found &= source.find(knownId(), knownKind()).isPresent();
                    found &= source.find(UNKNOWN, knownKind()).isEmpty();
                  }
                  return found;
                })
        .forEach(found -> assertTrue(found));
  }

  @Test
  @DisplayName("EX-24 closing twice does no harm")
  void closingTwiceDoesNoHarm() {
    source.close();
    source.close();
  }
}
