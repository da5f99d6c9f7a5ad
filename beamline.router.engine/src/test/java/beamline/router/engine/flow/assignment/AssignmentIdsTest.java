package beamline.router.engine.flow.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AssignmentIdsTest {

  @Test
  void idsAreDistinctRandomUuidsOfVersionFour() {
    AssignmentIds ids = new AssignmentIds();
    Set<UUID> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      UUID id = ids.next();
      assertThat(id.version()).isEqualTo(4);
      assertThat(id.variant()).isEqualTo(2);
      seen.add(id);
    }
    assertThat(seen).hasSize(100_000);
  }

  @Test
  void nodesDoNotShareIds() {
    assertThat(new AssignmentIds().next()).isNotEqualTo(new AssignmentIds().next());
  }
}
