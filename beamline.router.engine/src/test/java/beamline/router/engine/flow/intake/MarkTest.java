package beamline.router.engine.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarkTest {
  private static final byte[] FINGERPRINT = Digests.fingerprint(new byte[] {1});
  private static final UUID ID = new UUID(1, 2);

  @Test
  void aMarkIsReadAsItWasWritten() {
    Mark mark = Mark.begun(FINGERPRINT, ID, 77).done(new byte[] {4, 5});

    Mark read = Mark.of(mark.toBytes());

    assertThat(read).isNotNull();
    assertThat(read.state()).isEqualTo(Mark.State.DONE);
    assertThat(read.isOf(FINGERPRINT)).isTrue();
    assertThat(read.assignmentId()).isEqualTo(ID);
    assertThat(read.reply()).containsExactly(4, 5);
  }

  @Test
  void whatIsNoMarkIsNone() {
    assertThat(Mark.of(new byte[0])).isNull();
    assertThat(Mark.of(new byte[200])).isNull();
  }

  @Test
  void aMarkMayBeTakenWhenItsLeaseIsOverOrNothingCameOfIt() {
    Mark mark = Mark.begun(FINGERPRINT, ID, 77);

    assertThat(mark.mayBeTaken(76)).isFalse();
    assertThat(mark.mayBeTaken(77)).isTrue();
    assertThat(mark.free().mayBeTaken(0)).isTrue();
    assertThat(mark.done(new byte[1]).mayBeTaken(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void theLargestReplyThatIsKeptFitsIntoAnEntry() {
    byte[] largest = new byte[Mark.MAX_REPLY_BYTES];

    assertThat(Mark.begun(FINGERPRINT, ID, 0).done(largest).toBytes()).hasSize(64 * 1024);
  }

  @Test
  void tenantsDoNotShareKeys() {
    assertThat(Digests.key("a", "bc")).isNotEqualTo(Digests.key("ab", "c"));
    assertThat(Digests.key("a", "k")).isNotEqualTo(Digests.key("b", "k")).hasSizeLessThan(512);
  }
}
