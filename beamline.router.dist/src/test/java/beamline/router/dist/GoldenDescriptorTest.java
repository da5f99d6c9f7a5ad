package beamline.router.dist;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a module shows the world changes in a reviewed line of a golden file, or not at all. */
final class GoldenDescriptorTest {
  static List<House.Shipped> shipped() {
    return House.shipped();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void descriptorIsTheReviewedOne(House.Shipped shipped) throws IOException {
    GoldenDescriptor.check(shipped.module(), shipped.jar());
  }
}
