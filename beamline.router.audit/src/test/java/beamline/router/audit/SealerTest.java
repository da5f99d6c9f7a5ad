package beamline.router.audit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealerTest {
  private static final String SECRET = "the secret of the owner";
  private static final int PLAIN = 6;

  /** Plain ones first. */
  private static final String[] LETTERS = {
    "a",
    "Z",
    "7",
    " ",
    "/",
    "\u007f",
    "\"",
    "\\",
    "\n",
    "\r",
    "\t",
    "\u0000",
    "\u0001",
    "\u001f",
    "\u0080",
    "ü",
    "\u00ff",
    "\u0141",
    "\u2028",
    "日",
    "\ud83d\ude00",
    "\ud800",
    "\udc00",
    "\uffff"
  };

  private final Random random = new Random(20_261_128);

  @ParameterizedTest
  @EnumSource(ChainForm.class)
  void everyEntryIsWhatThePlainFormGives(ChainForm form) {
    Sealer sealer = new Sealer(KeyRing.of("k1", SECRET), form, "node-1", Optional.empty());
    String previous = "";
    for (long index = 1; index <= 400; index++) {
      AuditRecord record = record();
      AuditEntry entry = sealer.seal(record);
      assertThat(entry.body()).isEqualTo(PlainForm.body(record));
      assertThat(entry.previousMac()).isEqualTo(previous);
      assertThat(entry.mac())
          .isEqualTo(PlainForm.seal(form, SECRET, "node-1", index, "k1", previous, record));
      previous = entry.mac();
    }
  }

  private AuditRecord record() {
    Map<String, Object> details = new HashMap<>();
    int count = random.nextInt(100) == 0 ? random.nextInt(100) : random.nextInt(8);
    for (int i = 0; i < count; i++) {
      details.put(text(random.nextInt(20)) + i, value());
    }
    return new AuditRecord(
        random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L),
        text(),
        text(),
        text(),
        text(),
        text(),
        details);
  }

  private Object value() {
    return switch (random.nextInt(9)) {
      case 0 -> random.nextLong() >> random.nextInt(64);
      case 1 -> List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 10L).get(random.nextInt(5));
      case 2 -> random.nextInt();
      case 3 -> random.nextBoolean();
      case 4 -> Double.longBitsToDouble(random.nextLong());
      case 5 -> List.of(text());
      default -> text();
    };
  }

  private String text() {
    return text(random.nextInt(1000) == 0 ? random.nextInt(100_000) : random.nextInt(20));
  }

  /** A plain text, or one with everything that is written differently. */
  private String text(int length) {
    int kinds = random.nextInt(3) > 0 ? PLAIN : LETTERS.length;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS[random.nextInt(kinds)]);
    }
    return text.toString();
  }
}
