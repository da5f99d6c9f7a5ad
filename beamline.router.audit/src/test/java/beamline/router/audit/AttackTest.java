package beamline.router.audit;

import static beamline.router.audit.TestChain.KEYS;
import static beamline.router.audit.TestChain.anchor;
import static beamline.router.audit.TestChain.entries;
import static beamline.router.audit.TestChain.lines;
import static beamline.router.audit.TestChain.sealed;
import static beamline.router.audit.TestChain.verify;
import static beamline.router.audit.TestChain.write;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Damage.Kind;
import beamline.router.spi.AuditRecord;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight attacks on a chain, sixty times each. The checkpoint of the newest entry was kept outside.
 */
class AttackTest {
  private static final int TRIALS = 60;
  private static final Set<Kind> NOTHING = Set.of();

  @TempDir Path folder;

  /** An attack on lines: says which entry is the first that is wrong, and what is left. */
  private interface Attack {
    int on(List<String> lines, Random random);
  }

  @ParameterizedTest
  @EnumSource
  void editIsFound(ChainForm form) {
    attack(
        form,
        Set.of(Kind.EDITED),
        Set.of(Kind.EDITED),
        (lines, random) -> {
          int at = random.nextInt(lines.size());
          lines.set(at, edited(lines.get(at), random));
          return at + 1;
        });
  }

  @ParameterizedTest
  @EnumSource
  void deletionIsFound(ChainForm form) {
    attack(
        form,
        Set.of(Kind.DELETED),
        Set.of(Kind.DELETED),
        (lines, random) -> {
          int at = random.nextInt(lines.size() - 1);
          lines.remove(at);
          return at + 1;
        });
  }

  @ParameterizedTest
  @EnumSource
  void swapIsFound(ChainForm form) {
    attack(
        form,
        Set.of(Kind.SWAPPED),
        Set.of(Kind.SWAPPED),
        (lines, random) -> {
          int one = random.nextInt(lines.size() - 1);
          int other = one + 1 + random.nextInt(lines.size() - one - 1);
          Collections.swap(lines, one, other);
          return one + 1;
        });
  }

  @ParameterizedTest
  @EnumSource
  void insertionIsFound(ChainForm form) {
    List<String> foreign = lines(entries(40, form, KeyRing.of("k1", "another secret entirely")));
    attack(
        form,
        Set.of(Kind.INSERTED),
        Set.of(Kind.INSERTED),
        (lines, random) -> {
          int at = random.nextInt(lines.size());
          lines.add(
              at,
              random.nextBoolean()
                  ? lines.get((at + 1 + random.nextInt(lines.size() - 1)) % lines.size())
                  : foreign.get(at));
          return at + 1;
        });
  }

  /** Whoever has the key can seal what he likes; an anchor shows it, nothing else does. */
  @ParameterizedTest
  @EnumSource
  void chainSealedAgainWithTheKeyIsFoundWithAnAnchorOnly(ChainForm form) {
    attack(
        form,
        Set.of(Kind.REWRITTEN),
        NOTHING,
        (lines, random) -> {
          int at = 1 + random.nextInt(lines.size());
          lines.clear();
          lines.addAll(
              lines(
                  sealed(
                      40,
                      form,
                      KEYS,
                      record -> record.equals(TestChain.record(at)) ? lie() : record)));
          return 40;
        });
  }

  @ParameterizedTest
  @EnumSource
  void chainSealedAgainWithAnotherKeyIsFound(ChainForm form) {
    attack(
        form,
        Set.of(Kind.WRONG_KEY),
        Set.of(Kind.WRONG_KEY),
        (lines, random) -> {
          lines.clear();
          lines.addAll(
              lines(entries(40, form, KeyRing.of("k1", "guess number " + random.nextLong()))));
          return 1;
        });
  }

  @ParameterizedTest
  @EnumSource
  void tornLineIsFound(ChainForm form) {
    Random random = new Random(7);
    List<AuditEntry> chain = entries(40, form, KEYS);
    for (int trial = 0; trial < TRIALS; trial++) {
      String text = String.join("\n", lines(chain)) + "\n";
      int begin = text.lastIndexOf('\n', text.length() - 2) + 1;
      int end = begin + 1 + random.nextInt(text.length() - begin - 1);
      Path file = write(folder, text.substring(0, end));
      for (Anchors anchors : List.of(anchor(chain.get(39)), Anchors.none())) {
        Damage damage = verify(file, anchors).damage().orElseThrow();
        assertThat(damage.kind()).isEqualTo(Kind.TORN);
        assertThat(damage.index()).isEqualTo(40);
      }
    }
  }

  /** Without an anchor the rest of a chain is a chain. */
  @ParameterizedTest
  @EnumSource
  void truncationIsFoundWithAnAnchorOnly(ChainForm form) {
    attack(
        form,
        Set.of(Kind.TRUNCATED),
        NOTHING,
        (lines, random) -> {
          int left = random.nextInt(lines.size());
          lines.subList(left, lines.size()).clear();
          return left + 1;
        });
  }

  /** Cut off and go on with other records, as whoever has the key can. */
  @ParameterizedTest
  @EnumSource
  void truncationAndSealingAgainIsFoundWithAnAnchorOnly(ChainForm form) {
    attack(
        form,
        Set.of(Kind.REWRITTEN, Kind.TRUNCATED),
        NOTHING,
        (lines, random) -> {
          int left = random.nextInt(lines.size());
          int after = left + random.nextInt(60);
          lines.clear();
          lines.addAll(
              lines(
                  sealed(
                      after,
                      form,
                      KEYS,
                      record -> (long) record.details().get("revision") > left ? lie() : record)));
          return after >= 40 ? 40 : after + 1;
        });
  }

  private void attack(ChainForm form, Set<Kind> anchored, Set<Kind> alone, Attack attack) {
    Random random = new Random(form.number());
    List<AuditEntry> chain = entries(40, form, KEYS);
    Anchors anchors = anchor(chain.get(39));
    assertThat(verify(write(folder, lines(chain)), anchors).whole()).isTrue();
    for (int trial = 0; trial < TRIALS; trial++) {
      List<String> lines = lines(chain);
      int first = attack.on(lines, random);
      Path file = write(folder, lines);
      if (lines.equals(lines(chain))) {
        continue;
      }
      judge(verify(file, anchors), anchored, first, trial);
      judge(verify(file, Anchors.none()), alone, first, trial);
    }
  }

  private static void judge(Verification found, Set<Kind> expected, int first, int trial) {
    if (expected.isEmpty()) {
      assertThat(found.damage()).as("trial " + trial).isEmpty();
    } else {
      Damage damage = found.damage().orElseThrow();
      assertThat(damage.kind()).as("trial " + trial + ": " + damage).isIn(expected);
      assertThat(damage.index()).as("trial " + trial + ": " + damage).isEqualTo(first);
    }
  }

  private static AuditRecord lie() {
    return new AuditRecord(0, "acme", "nobody", "nothing", "policy", "p", Map.of("revision", 0L));
  }

  /** Another digit or letter somewhere in the line. */
  private static String edited(String line, Random random) {
    ToIntFunction<String> letter =
        text -> {
          int at = random.nextInt(text.length());
          return Character.isLetterOrDigit(text.charAt(at)) ? at : -1;
        };
    int at = letter.applyAsInt(line);
    while (at < 0) {
      at = letter.applyAsInt(line);
    }
    char was = line.charAt(at);
    char other = was == '7' ? '3' : Character.isDigit(was) ? '7' : was == 'a' ? 'b' : 'a';
    return line.substring(0, at) + other + line.substring(at + 1);
  }
}
