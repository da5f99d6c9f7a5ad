package beamline.router.examples.node;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.TenantList;
import beamline.router.testkit.RecordingAuditSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kill switch and the lists of tenants are thrown by editing the file of a running node. */
class SettingsWatchTest {
  private static final String FULL = "audit.queue-size = 1\naudit.when-full = reject";

  @TempDir private Path folder;
  private Path file;
  private final RecordingAuditSink audit = new RecordingAuditSink();
  private RouterEngine router;
  private SettingsWatch watch;

  @BeforeEach
  void start() throws IOException, UsageException {
    file = folder.resolve("node.properties");
    write("assignment.push-enabled = true");
    Settings settings = Settings.from(Optional.of(file.toString()));
    RouterConfig config = settings.load();
    serve(settings, config);
  }

  private void serve(Settings settings, RouterConfig config) {
    router = RouterEngine.builder().config(config).with(audit).build();
    watch = new SettingsWatch(settings, new LiveSettings(router.controlsByConfiguration(), config));
  }

  @AfterEach
  void end() {
    router.close();
    System.clearProperty("beamline.router.config");
  }

  @Test
  void theKillSwitchWorksWithoutARestartInBothDirections() throws IOException {
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isTrue();

    write("caf_push_assignment_enabled = false");
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isFalse();

    write("assignment.push-enabled = true");
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isTrue();
  }

  @Test
  void aTenantIsBlockedWithoutARestart() throws IOException {
    write(
        "assignment.allowed-tenants = tenant-a,tenant-b",
        "intake.allowed-tenants = tenant-a",
        "result.allowed-tenants = []");
    watch.look();
    assertThat(router.controls().pushTenants()).isEqualTo(TenantList.only("tenant-a", "tenant-b"));
    assertThat(router.controls().intakeTenants()).isEqualTo(TenantList.only("tenant-a"));
    assertThat(router.controls().resultTenants()).isEqualTo(TenantList.only());
  }

  @Test
  void theAuditLogHasWhatTheFileChangedByTheNameOfTheConfiguration() throws IOException {
    write("intake.allowed-tenants = tenant-a", "assignment.push-enabled = false");
    watch.look();
    eventually("both changes are recorded", () -> audit.entries().size() == 2);
    assertThat(audit.entries())
        .allSatisfy(entry -> assertThat(entry.body()).contains("\"actor\":\"configuration\""));
  }

  @Test
  void whatAnAdministratorHasSetStaysWhenSomethingElseInTheFileChanges() throws IOException {
    router.controls().assignmentsEnabled(false);
    router.controls().pushTenants(TenantList.only("tenant-a"));
    write("assignment.push-enabled = true", "intake.allowed-tenants = tenant-b");
    watch.look();
    assertThat(router.controls().intakeTenants()).isEqualTo(TenantList.only("tenant-b"));
    assertThat(router.controls().assignmentsEnabled()).isFalse();
    assertThat(router.controls().pushTenants()).isEqualTo(TenantList.only("tenant-a"));
  }

  @Test
  void aChangeIsMadeOnceTheAuditLogTakesChangesAgain() throws IOException, UsageException {
    fillTheAuditLog();
    write(FULL, "assignment.push-enabled = false", "intake.allowed-tenants = tenant-a");
    watch.look();
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).as("stopping is not refused").isFalse();
    assertThat(router.controls().intakeTenants()).isEqualTo(TenantList.all());

    audit.recover();
    eventually(
        "the change is made",
        () -> {
          watch.look();
          return router.controls().intakeTenants().equals(TenantList.only("tenant-a"));
        });
    assertThat(router.controls().pushTenants()).as("set meanwhile").isEqualTo(TenantList.only());
  }

  @Test
  void aChangeThatWasMadeInPartIsTakenBackWithTheFile() throws IOException, UsageException {
    fillTheAuditLog();
    write(FULL, "assignment.push-enabled = false", "intake.allowed-tenants = tenant-a");
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isFalse();

    write(FULL, "assignment.push-enabled = true");
    audit.recover();
    eventually(
        "assignments are sent again",
        () -> {
          watch.look();
          return router.controls().assignmentsEnabled();
        });
    assertThat(router.controls().intakeTenants()).isEqualTo(TenantList.all());
  }

  @Test
  void assignmentsAreStoppedFirstAndStartedLast() throws IOException {
    write("assignment.push-enabled = false", "assignment.allowed-tenants = tenant-a");
    watch.look();
    write("assignment.push-enabled = true", "assignment.allowed-tenants = tenant-b");
    watch.look();
    eventually("all changes are recorded", () -> audit.entries().size() == 4);
    String onOff = AssignmentKeys.ENABLED.name();
    String tenants = AssignmentKeys.ALLOWED_TENANTS.name();
    assertThat(audit.entries())
        .extracting(entry -> entry.body().replaceAll(".*\"resource_id\":\"([^\"]*)\".*", "$1"))
        .containsExactly(onOff, tenants, tenants, onOff);
  }

  @Test
  void aFileThatCannotBeUsedChangesNothing() throws IOException {
    write("assignment.push-enabled = false", "assignment.allowed-tenants = tenant-a", "foo = 1");
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isTrue();
    assertThat(router.controls().pushTenants()).isEqualTo(TenantList.all());

    write("assignment.push-enabled = false");
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isFalse();
  }

  @Test
  void aFileThatIsBeingReplacedIsReadWhenItIsThereAgain() throws IOException {
    Files.delete(file);
    watch.look();
    Files.createFile(file);
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isTrue();

    write("assignment.push-enabled = false");
    watch.look();
    assertThat(router.controls().assignmentsEnabled()).isFalse();
  }

  /** Starts again with an audit log that refuses changes, for a record waits for its sink. */
  private void fillTheAuditLog() throws IOException, UsageException {
    router.close();
    write(FULL, "assignment.push-enabled = true");
    Settings settings = Settings.from(Optional.of(file.toString()));
    serve(settings, settings.load());
    audit.failWith(new RouterException(ErrorCode.SERVICE_DOWN, "away"));
    router.controls().pushTenants(TenantList.only());
  }

  private void write(String... lines) throws IOException {
    String start = "transport = memory\npolicy-store = memory\nstate-store = memory\n";
    Files.writeString(file, start + String.join("\n", List.of(lines)) + "\n");
  }
}
