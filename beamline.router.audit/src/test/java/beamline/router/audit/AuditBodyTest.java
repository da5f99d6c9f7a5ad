package beamline.router.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.spi.AuditRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditBodyTest {

  @Test
  void recordIsOneLineWithMembersInOrder() {
    AuditRecord record =
        new AuditRecord(
            0,
            "acme",
            "ada",
            "policy.put",
            "policy",
            "a/b:c",
            Map.of("zeta", 1L, "alpha", "x", "yes", true, "half", 0.5));
    assertThat(AuditBody.write(record))
        .isEqualTo(
            "{\"ts\":\"1970-01-01T00:00:00.000Z\",\"tenant_id\":\"acme\",\"actor\":\"ada\","
                + "\"action\":\"policy.put\",\"resource_type\":\"policy\",\"resource_id\":\"a/b:c\","
                + "\"details\":{\"alpha\":\"x\",\"half\":0.5,\"yes\":true,\"zeta\":1}}");
  }

  @Test
  void recordIsReadAsItWasWritten() {
    AuditRecord record =
        new AuditRecord(
            1_700_000_000_123L,
            "",
            "ü \" \\ \n \t \u0001 \u2028 日本 \ud83d\ude00",
            "a",
            "t",
            "r",
            Map.of("long", Long.MIN_VALUE, "double", 0.1, "big", 1e300, "no", false, "e", ""));
    assertThat(AuditBody.read(AuditBody.write(record))).isEqualTo(record);
  }

  @Test
  void whatNotEveryStoreCanKeepIsReplaced() {
    AuditRecord record =
        new AuditRecord(0, "a\u0000b\ud800c\udc00", "", "", "", "", Map.of("nan", Double.NaN));
    AuditRecord read = AuditBody.read(AuditBody.write(record));
    assertThat(read.tenantId()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    assertThat(read.details()).containsEntry("nan", "NaN");
  }

  @Test
  void timesAreThoseOfTheCalendar() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L);
      assertThat(Instant.parse(Timestamps.write(millis)).toEpochMilli()).isEqualTo(millis);
    }
  }

  @Test
  void textThatIsNoRecordIsRefused() {
    for (String text :
        new String[] {"", "1", "{}", "{\"ts\":1}", "{\"a\":1}{}", "{\"a\":1,\"a\":2}"}) {
      assertThatThrownBy(() -> AuditBody.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
