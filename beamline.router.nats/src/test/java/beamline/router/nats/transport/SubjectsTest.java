package beamline.router.nats.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubjectsTest {

  @Test
  void aPatternCoversWhatItsWildcardsStandFor() {
    assertTrue(Subjects.covers("a.>", "a.b"));
    assertTrue(Subjects.covers("a.>", "a.b.>"));
    assertTrue(Subjects.covers("a.>", "a.*"));
    assertTrue(Subjects.covers("a.*.c", "a.b.c"));
    assertTrue(Subjects.covers("a.*", "a.*"));
    assertTrue(Subjects.covers(">", "a"));
    assertFalse(Subjects.covers("a.>", "a"));
    assertFalse(Subjects.covers("a.*", "a.>"));
    assertFalse(Subjects.covers("a.b", "a.*"));
    assertFalse(Subjects.covers("a.*", "a.b.c"));
    assertFalse(Subjects.covers("a.b.c", "a.b"));
  }

  @Test
  void whatTheServerWouldTakeForSomethingElseIsRefused() {
    for (String invalid :
        List.of("", ".", "a.", "a..b", "a b", "a\r\nPUB b", "a.\u007f", "a\u0000")) {
      assertRefused(() -> Subjects.requirePattern(invalid));
      assertRefused(() -> Subjects.requireLiteral(invalid));
    }
    assertRefused(() -> Subjects.requirePattern("a.>.b"));
    assertRefused(() -> Subjects.requireLiteral("a.*"));
    assertRefused(() -> Subjects.requireLiteral("a.>"));
    Subjects.requireLiteral("a*.b>c.$X");
    Subjects.requirePattern("*.a.>");
  }

  private static void assertRefused(Runnable check) {
    RouterException refused = assertThrows(RouterException.class, check::run);
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
  }
}
