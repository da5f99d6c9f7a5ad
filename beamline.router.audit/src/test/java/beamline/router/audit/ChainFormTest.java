package beamline.router.audit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainFormTest {
  private static final KeyRing DEVELOPMENT = KeyRing.of("dev", "beamline-secret-key-v1");

  /** The entry of the reference's own fixture, with its development secret. */
  @Test
  void formOneGivesTheSealOfTheReference() {
    byte[] message =
        ChainForm.joined(
            "2025-11-05T09:37:52Z",
            "AGENT_1_REPO_STATE",
            "init_cp0",
            "c26790745097a526243a555c8e9c5015293a6fb7d69184e59e31af3303f26c1c",
            "");
    assertThat(new Macs(DEVELOPMENT).seal("dev", message))
        .isEqualTo("68b349af2ee0a3b7422c27cd0159bfa6a11eb8237d76d9935559c4da573f69fa");
  }

  @Test
  void formOneIsOverTheTextAsItLies() {
    AuditEntry entry = sealer(ChainForm.ONE).seal(record("ada", "policy.put"));
    assertThat(
            text(
                ChainForm.ONE.message(
                    entry.chain(), entry.index(), entry.keyId(), "", entry.body())))
        .isEqualTo(
            "2026-11-28T04:13:57.042Zadapolicy.put"
                + "374b4f7515222445a79b47025c3a10c6069af24d805019fcc414b17653d282d0");
  }

  @Test
  void formTwoSaysHowLongEachPartIs() {
    assertThat(text(ChainForm.TWO.message("n1", 12, "k", "ab", "{\"ü\":\"日😀\"}")))
        .isEqualTo("1:2,1:k,2:n1,2:12,2:ab,16:{\"ü\":\"日😀\"},");
  }

  /** Computed with openssl dgst -sha256 -hmac. */
  @Test
  void formTwoGivesTheSealThatOpensslGives() {
    assertThat(sealer(ChainForm.TWO).seal(record("ada", "policy.put")).mac())
        .isEqualTo("c92e28a802fd16c09430db1a3c107aa51bb55d24c979ee4bf65246fe31393dce");
  }

  @Test
  void recordsThatJoinToTheSameTextHaveDifferentSeals() {
    for (ChainForm form : ChainForm.values()) {
      assertThat(sealer(form).seal(record("ada", "policy.put")).mac())
          .isNotEqualTo(sealer(form).seal(record("adap", "olicy.put")).mac());
    }
  }

  @Test
  void formTwoCoversChainIndexAndKey() {
    Macs macs = new Macs(DEVELOPMENT);
    String seal = macs.seal("dev", ChainForm.TWO.message("n1", 1, "dev", "", "{}"));
    assertThat(macs.verifies("dev", ChainForm.TWO.message("n2", 1, "dev", "", "{}"), seal))
        .isFalse();
    assertThat(macs.verifies("dev", ChainForm.TWO.message("n1", 2, "dev", "", "{}"), seal))
        .isFalse();
    assertThat(macs.verifies("dev", ChainForm.TWO.message("n1", 1, "old", "", "{}"), seal))
        .isFalse();
    assertThat(macs.verifies("dev", ChainForm.TWO.message("n1", 1, "dev", "", "{}"), seal))
        .isTrue();
  }

  private static Sealer sealer(ChainForm form) {
    return new Sealer(DEVELOPMENT, form, "node-1", Optional.empty());
  }

  private static AuditRecord record(String actor, String action) {
    return new AuditRecord(
        1_795_839_237_042L,
        "acme",
        actor,
        action,
        "policy",
        "default",
        Map.of("revision", 3L, "checked", true, "by", "ünïcode"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
