package beamline.router.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.engine.flow.Bus;
import beamline.router.engine.flow.Gateway;
import beamline.router.engine.flow.MemoryBus;
import beamline.router.engine.flow.Node;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/admin.md} shows is what happens. */
class AdminGuideTest {
  private static final Path PAGE = Path.of("..", "docs", "admin.md");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path principals;

  @BeforeEach
  void writeThePrincipals() throws IOException {
    principals = Files.writeString(folder.resolve("principals.json"), block("json", 0));
    Files.setPosixFilePermissions(principals, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theHostCompilesRunsAndSaysWhatIsShown() throws Exception {
    Path source = Files.writeString(folder.resolve("Administer.java"), block("java", 0));
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                    System.err,
                    System.err,
                    "-d",
                    folder.toString(),
                    "-cp",
                    GettingStartedTest.path(),
                    source.toString()))
        .isZero();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + GettingStartedTest.path(),
                "Administer",
                principals.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).endsWith(block("text", 0));
  }

  @Test
  void theQuestionOnTheBusIsAnsweredAsShown() throws IOException {
    Properties settings = new Properties();
    settings.load(
        new StringReader(
            block("properties", 0)
                .replace("/etc/beamline/principals.json", principals.toString())));
    RouterConfig config = RouterConfig.defaults();
    for (String name : settings.stringPropertyNames()) {
      config = config.with(name, settings.getProperty(name));
    }
    Matcher shown =
        Pattern.compile("nats request (\\S+) '(.+)' --header (\\S+?):(\\S+)")
            .matcher(Files.readString(PAGE));
    assertThat(shown.find()).isTrue();
    Map<String, String> header = Map.of(shown.group(3), shown.group(4));
    Bus bus = new MemoryBus();
    try (Node node = new Node(bus, config)) {
      assertThat(node.flow("admin").detail()).isEqualTo("started");
      Gateway gateway = new Gateway(bus);

      assertThat(Gateway.read(gateway.ask(shown.group(1), shown.group(2), header)))
          .isEqualTo(JSON.readTree(block("json", 1)));
      assertThat(
              Gateway.read(
                  gateway.ask(shown.group(1), shown.group(2).replace("acme", "globex"), header)))
          .isEqualTo(JSON.readTree(block("json", 2)));
      assertThat(
              Gateway.read(
                  gateway.ask(shown.group(1), shown.group(2), Map.of(shown.group(3), "another"))))
          .isEqualTo(JSON.readTree(block("json", 3)));
    } finally {
      bus.close();
    }
  }

  @Test
  void theTableOfRolesSaysWhatTheyMay() throws IOException {
    String page = Files.readString(PAGE);
    for (Permission permission : Permission.values()) {
      assertThat(page)
          .contains(
              "| `%s` | %s | %s | %s"
                  .formatted(
                      permission.id(),
                      cell(Role.ADMIN, permission),
                      cell(Role.OPERATOR, permission),
                      cell(Role.VIEWER, permission))
                  .replace("|  |", "| |")
                  .replace("|  |", "| |")
                  .stripTrailing());
    }
    for (AdminQuestion question : AdminQuestion.values()) {
      assertThat(page)
          .containsPattern(
              "(?m)^\\| `" + question.permission().id() + "` .*`" + question.subject() + "`");
    }
  }

  private static String cell(Role role, Permission permission) {
    return role.permissions().contains(permission) ? "yes" : "";
  }

  private static String block(String language, int index) throws IOException {
    Matcher blocks =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    for (int i = 0; i <= index; i++) {
      assertThat(blocks.find()).as(language + " block " + i).isTrue();
    }
    return blocks.group(1);
  }
}
