package beamline.router.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {

  @Test
  void cellsAreFilledOrCutToTheirWidth() {
    assertThat(Columns.left("abc", 5)).isEqualTo("abc  ");
    assertThat(Columns.right("abc", 5)).isEqualTo("  abc");
    assertThat(Columns.left("abcde", 5)).isEqualTo("abcde");
    assertThat(Columns.left("abcdef", 5)).isEqualTo("abcd…");
  }

  @Test
  void nothingFromARequestCommandsTheTerminal() {
    assertThat(Columns.cut("a\u001b[31m\u0000\n\t\u202e\ud83d\u0301z", 20))
        .isEqualTo("a·[31m······z");
  }
}
