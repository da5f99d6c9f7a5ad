package beamline.router.dist;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial does what it says, but for the times. */
final class TutorialTest {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  @TempDir private Path folder;
  @TempDir private Path output;

  @Test
  void theTutorialRunsAsWritten() throws Exception {
    new Walkthrough("tutorials/change-a-policy-safely.md", folder, output) {
      @Override
      List<Path> programs() {
        return List.of(PolicyImageTest.IMAGE.resolve("bin"));
      }

      @Override
      String settled(String text) {
        return TIME.matcher(text).replaceAll("(a time)");
      }
    }.runsAsWritten(11);
  }
}
