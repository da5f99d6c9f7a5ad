package beamline.router.nats.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyTokenTest {

  @Test
  void everyTextComesBackFromItsToken() {
    for (String text :
        List.of("acme", "a.b", "..", "=", "a=2E", "_:-./", "ü 日本 😀", "\u0000", "")) {
      String token = KeyToken.of(text);
      assertThat(token).matches("[-_/=A-Za-z0-9]+");
      if (!text.isEmpty()) {
        assertThat(KeyToken.read(token)).hasValue(text);
      }
    }
    assertThat(KeyToken.of("acme-1_x/y")).isEqualTo("acme-1_x/y");
    assertThat(KeyToken.of("a.b")).isEqualTo("a=2Eb");
  }

  @Test
  void whatNobodyWritesIsNoToken() {
    for (String token :
        List.of("=", "=2", "=zz", "=41", "=2e", "a.b", "ü", "=FF", "x".repeat(2000))) {
      assertThat(KeyToken.read(token)).as(token).isEmpty();
    }
  }

  @Test
  void aTextThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> KeyToken.of("x".repeat(513)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("513");
  }
}
