package beamline.router.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyRingTest {

  @Test
  void ringIsShownWithoutItsSecrets() {
    KeyRing ring =
        KeyRing.of("2026-11", "a-secret-of-today").withOld("2026-05", "a-secret-of-old-times");
    assertThat(ring.toString()).contains("2026-11", "2026-05").doesNotContain("secret");
    assertThatThrownBy(() -> KeyRing.of("k", "short-secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key 'k' has 12 characters, must have at least 16")
        .hasMessageNotContaining("short-secret");
  }

  @Test
  void idIsOnARingOnce() {
    KeyRing ring = KeyRing.of("k", "sixteen-characters");
    assertThatThrownBy(() -> ring.withOld("k", "sixteen-characters"))
        .hasMessageContaining("'k' is on the ring twice");
    assertThatThrownBy(() -> KeyRing.of("a b", "sixteen-characters")).hasMessageContaining("'a b'");
  }
}
