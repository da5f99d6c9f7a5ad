package beamline.router.examples.audit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeamlineAuditTest {
  private final Shell shell = new Shell();

  @TempDir Path folder;

  @Test
  void chainsThatWereLeftAloneAreWhole() throws IOException {
    TestLog.write(folder, TestLog.entries("node-1", 5));
    TestLog.write(folder, TestLog.entries("node-2", 3));
    assertThat(shell.run("verify", folder.toString())).isZero();
    assertThat(shell.out())
        .isEqualTo(
            """
            node-1: whole; entries 1 to 5 are good, sealed with 1 (5), not anchored
            node-2: whole; entries 1 to 3 are good, sealed with 1 (3), not anchored
            """);
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void firstRecordThatIsWrongIsNamed() throws IOException {
    Path file = TestLog.write(folder, TestLog.entries("node-1", 5));
    Files.writeString(file, Files.readString(file).replace("\"p3\"", "\"q3\""));
    assertThat(shell.run("verify", file.toString())).isEqualTo(1);
    assertThat(shell.out())
        .isEqualTo(
            "node-1: DAMAGED at entry 3, edited: this is not what was sealed"
                + " (node-1/00000000000000000001.jsonl:3);"
                + " entries 1 to 2 are good, sealed with 1 (2), not anchored\n");
    assertThat(shell.run("verify", file.toString(), "--json")).isEqualTo(1);
    assertThat(shell.out())
        .contains("\"ok\":false")
        .contains("\"damage\":{\"kind\":\"edited\",\"index\":3,\"place\":\"node-1/");
  }

  @Test
  void sinkOfFilesIsReadAsItsFolderIs() throws IOException {
    Path file = TestLog.write(folder, TestLog.entries("node-1", 5));
    String[] sink = {
      "verify", "--set", "audit-sink=file", "--set", "audit-sink.file.directory=" + folder
    };
    assertThat(shell.run(sink)).isZero();
    Files.writeString(file, Files.readString(file) + "no entry\n");
    assertThat(shell.run(sink)).isEqualTo(1);
    assertThat(shell.out()).contains("edited: this is not an entry");
    assertThat(shell.run("verify", "--set", "audit-sink=file")).isEqualTo(2);
    assertThat(shell.err()).contains("audit-sink.file.directory is missing");
  }

  @Test
  void anchorThatIsTornSpoilsNoOther() throws IOException {
    TestLog.write(folder, TestLog.entries("node-1", 5));
    assertThat(shell.run("checkpoint", folder.toString())).isZero();
    String anchor =
        Files.writeString(folder.resolve("anchor.jsonl"), "{\"chain\n" + shell.out()).toString();
    assertThat(shell.run("verify", folder.toString(), "--anchor", anchor)).isZero();
    assertThat(shell.out()).contains("anchored up to 5");
    assertThat(shell.err()).contains("warning: passed over checkpoint 1: ");
  }

  @Test
  void truncationIsFoundByAnAnchorThatTheCommandMade() throws IOException {
    List<AuditEntry> entries = TestLog.entries("node-1", 5);
    TestLog.write(folder, entries);
    assertThat(shell.run("checkpoint", folder.toString())).isZero();
    Path anchor = Files.writeString(folder.resolve("anchor.jsonl"), shell.out());
    assertThat(shell.run("verify", folder.toString(), "--anchor", anchor.toString())).isZero();
    assertThat(shell.out()).contains("anchored up to 5");

    TestLog.write(folder, entries.subList(0, 3));
    assertThat(shell.run("verify", folder.toString())).isZero();
    assertThat(shell.run("verify", folder.toString(), "--anchor", anchor.toString())).isEqualTo(1);
    assertThat(shell.out()).contains("truncated: entries 4 to 5 are missing");

    Files.delete(folder.resolve("node-1/00000000000000000001.jsonl"));
    assertThat(shell.run("verify", folder.toString(), "--anchor", anchor.toString())).isEqualTo(1);
    assertThat(shell.out()).contains("truncated: entries 1 to 5 are missing");
  }

  @Test
  void checkpointIsSignedWithAPrivateKeyAndVerifiedWithThePublicOne()
      throws IOException, NoSuchAlgorithmException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String secret = pem("ops.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
    String known = pem("ops.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
    TestLog.write(folder, TestLog.entries("node-1", 5));
    assertThat(shell.run("checkpoint", folder.toString(), "--key-file", secret)).isZero();
    String anchor = Files.writeString(folder.resolve("anchor"), shell.out()).toString();

    assertThat(shell.run("verify", folder.toString(), "--anchor", anchor, "--public-key", known))
        .isZero();
    assertThat(shell.run("verify", folder.toString(), "--anchor", anchor)).isEqualTo(1);
    assertThat(shell.err()).contains("its signature is not that of Ed25519 key ops.pem");
    assertThat(shell.run("checkpoint", folder.toString(), "--key-file", known)).isEqualTo(2);
  }

  @Test
  void damagedChainGetsNoCheckpoint() throws IOException {
    Path file = TestLog.write(folder, TestLog.entries("node-1", 5));
    Files.writeString(file, Files.readString(file).replace("\"p3\"", "\"q3\""));
    assertThat(shell.run("checkpoint", folder.toString())).isEqualTo(1);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).contains("DAMAGED at entry 3");
  }

  @Test
  void anotherSecretVerifiesNothing() throws IOException {
    TestLog.write(folder, TestLog.entries("node-1", 2));
    assertThat(
            shell.runAsIs(
                "verify", folder.toString(), "--set", "audit.hmac-secret=some other secret"))
        .isEqualTo(1);
    assertThat(shell.out()).contains("wrong_key: nothing verifies with key '1'");
    assertThat(shell.runAsIs("verify", folder.toString())).isEqualTo(1);
    assertThat(shell.err()).contains("no secret is configured");
  }

  @Test
  void entriesAreShownAndSelected() throws IOException {
    TestLog.write(folder, TestLog.entries("node-1", 6));
    assertThat(shell.run("show", folder.toString(), "--tenant", "acme", "--from", "3")).isZero();
    assertThat(shell.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "CHAIN INDEX TIME TENANT ACTOR ACTION RESOURCE DETAILS",
            "node-1 4 2026-11-28T04:13:57.046Z acme ada upsert policy p4 {revision=4}",
            "node-1 6 2026-11-28T04:13:57.048Z acme ada upsert policy p6 {revision=6}");
    assertThat(shell.run("show", folder.toString(), "--limit", "2", "--json")).isZero();
    assertThat(shell.out().lines())
        .containsExactlyElementsOf(
            Files.readAllLines(folder.resolve("node-1/00000000000000000001.jsonl")).subList(0, 2));
  }

  @Test
  void exportIsVerifiedElsewhere() throws IOException {
    Path log = Files.createDirectory(folder.resolve("log"));
    TestLog.write(log, TestLog.entries("node-1", 4));
    TestLog.write(log, TestLog.entries("node-2", 2));
    String to = folder.resolve("out").toString();
    assertThat(shell.run("export", log.toString(), "--to", to)).isZero();
    assertThat(shell.out()).contains("node-1: 4 entries", "node-2: 2 entries");
    assertThat(shell.run("verify", to)).isZero();
    assertThat(shell.run("export", log.toString(), "--to", to)).isEqualTo(2);
    assertThat(shell.err()).contains("has entries already");
  }

  @Test
  void whatCannotBeDoneIsSaidInASentence() throws IOException {
    assertThat(shell.runAsIs()).isEqualTo(2);
    assertThat(shell.runAsIs("--help")).isZero();
    assertThat(shell.out()).contains("verify", "show", "export", "checkpoint", "Exit status");
    assertThat(shell.runAsIs("verify", "--help")).isZero();
    assertThat(shell.runAsIs("frobnicate")).isEqualTo(2);
    assertThat(shell.err()).contains("unknown command 'frobnicate'");
    assertThat(shell.run("verify", folder.resolve("gone").toString())).isEqualTo(2);
    assertThat(shell.err()).contains("gone' does not exist");
    assertThat(shell.run("verify", folder.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("the log has no entries");
    assertThat(shell.run("verify")).isEqualTo(2);
    assertThat(shell.err()).contains("no log is named");
    assertThat(shell.run("verify", "--set", "audit-sink=nowhere", "--json")).isEqualTo(2);
    assertThat(shell.out())
        .isEqualTo(
            "{\"ok\":false,\"error\":{\"code\":\"usage\",\"message\":\"there is no audit sink"
                + " 'nowhere'\"}}\n");
    TestLog.write(folder, TestLog.entries("node-1", 1));
    assertThat(shell.run("verify", folder.toString(), "--chain", "node-9")).isEqualTo(2);
    assertThat(shell.err()).contains("there is no chain 'node-9', there are [node-1]");
  }

  @Test
  void storeThatDoesNotAnswerHasAStatusOfItsOwn() {
    assertThat(
            shell.run(
                "verify",
                "--set",
                "audit-sink=postgres",
                "--set",
                "audit-sink.postgres.url=jdbc:postgresql://127.0.0.1:1/none"))
        .isEqualTo(3);
    assertThat(shell.err()).contains("audit sink postgres: ");
  }

  private String pem(String name, String label, byte[] key) throws IOException {
    return Files.writeString(
            folder.resolve(name),
            "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END "
                + label
                + "-----\n")
        .toString();
  }
}
