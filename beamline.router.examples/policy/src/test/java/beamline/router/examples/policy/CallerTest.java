package beamline.router.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with a store whose configuration knows administrators. */
class CallerTest {
  @TempDir private Path folder;
  private Shell shell;
  private String document;

  @BeforeEach
  void configure() throws Exception {
    Path policies = Files.createDirectories(folder.resolve("policies"));
    Path principals = folder.resolve("principals.json");
    Files.writeString(
        principals,
        "{\"principals\":[{\"id\":\"ada\",\"api_keys\":[\"%s\"]},{\"id\":\"bob\",\"api_keys\":[\"%s\"]}]}"
            .formatted(digest("adas-key"), digest("bobs-key")));
    Files.setPosixFilePermissions(principals, PosixFilePermissions.fromString("rw-------"));
    shell =
        new Shell(
            folder,
            "--folder",
            policies.toString(),
            "--set",
            "admin.credentials-file=" + principals,
            "--set",
            "access-store.memory.grants=ada=operator@acme,bob=viewer@acme");
    document = shell.file("one.json", Policies.ONE);
  }

  private static String digest(String key) throws Exception {
    return "sha256:"
        + HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  private String key(String name) throws IOException {
    return shell.file(name + ".key", name + "s-key\n");
  }

  @Test
  void whoShowsNoKeyIsToldHow() {
    assertThat(shell.run("put", "acme/default", document)).isEqualTo(2);
    assertThat(shell.err())
        .contains(
            "keys are configured, so one must be shown: --api-key-file FILE, or BEAMLINE_API_KEY");
  }

  @Test
  void aKeyOpensWhatItsOwnerMayDo() throws IOException {
    assertThat(shell.answer("put", "acme/default", document, "--api-key-file", key("ada")))
        .endsWith("stored as revision 1\n");
    assertThat(shell.answer("list", "acme", "--api-key-file", key("bob"))).contains("default");

    assertThat(shell.run("put", "acme/other", document, "--api-key-file", key("bob"))).isEqualTo(1);
    assertThat(shell.err()).contains("bob does not have policy:write for tenant acme");
    assertThat(shell.run("list", "other", "--api-key-file", key("ada"))).isEqualTo(1);
    assertThat(shell.err()).contains("ada does not have policy:read for tenant other");
    assertThat(shell.run("export", folder.resolve("out").toString(), "--api-key-file", key("ada")))
        .isEqualTo(1);
    assertThat(shell.run("list", "acme", "--api-key-file", key("eve"))).isEqualTo(1);
    assertThat(shell.err()).contains("the credentials are nobody's").doesNotContain("eves-key");
  }

  @Test
  void whatIsChangedAndWhatIsRefusedGoesToTheAuditLogOfTheSettings() throws IOException {
    Path log = folder.resolve("audit");
    String[] audit = {"--set", "audit-sink=file", "--set", "audit-sink.file.directory=" + log};

    assertThat(
            shell.run(
                "put",
                "acme/default",
                document,
                "--api-key-file",
                key("ada"),
                audit[0],
                audit[1],
                audit[2],
                audit[3]))
        .isZero();
    assertThat(
            shell.run(
                "list",
                "other",
                "--api-key-file",
                key("bob"),
                audit[0],
                audit[1],
                audit[2],
                audit[3]))
        .isEqualTo(1);

    StringBuilder records = new StringBuilder();
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        records.append(Files.readString(file));
      }
    }
    assertThat(records.toString().replace("\\\"", "\""))
        .contains("\"actor\":\"ada\",\"action\":\"upsert\"")
        .contains("\"actor\":\"bob\",\"action\":\"list_denied\"");
  }

  @Test
  void aChangeThatTheAuditLogDoesNotTakeIsMadeAndNotCalledDone() throws IOException {
    Path log = Files.createDirectories(folder.resolve("audit"));
    Files.createFile(log.resolve(StoreOptions.CHAIN)); // where the folder of the chain would be

    int status =
        shell.run(
            "put",
            "acme/default",
            document,
            "--api-key-file",
            key("ada"),
            "--set",
            "audit-sink=file",
            "--set",
            "audit-sink.file.directory=" + log,
            "--set",
            "audit.max-wait=100ms");

    assertThat(status).isEqualTo(3);
    assertThat(shell.out()).contains("stored as revision 1");
    assertThat(shell.err())
        .contains("what was done is done, but not all of it is in the audit log: ")
        .contains("closed while records wait for the sink: 1");
    assertThat(shell.answer("list", "acme", "--api-key-file", key("ada"))).contains("default");
  }

  @Test
  void aKeyFileThatIsNotThereIsNamed() {
    assertThat(shell.run("list", "acme", "--api-key-file", "none.key")).isEqualTo(2);
    assertThat(shell.err()).contains("--api-key-file 'none.key' cannot be read");
  }

  @Test
  void whatNeedsNoStoreNeedsNoKey() {
    assertThat(shell.answer("validate", document)).isNotNull();
  }
}
