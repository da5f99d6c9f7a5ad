package beamline.router.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.AuditPage;
import beamline.router.api.admin.AuditReader;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.engine.access.Principals;
import beamline.router.spi.AuditSink;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of the audit log, and by whom. */
class AuditReadingTest {
  private static final Role AUDITOR = new Role("auditor", "", Set.of(Permission.AUDIT_READ));

  private final AuditLog log = new AuditLog();
  @TempDir private Path folder;
  private RouterConfig config;
  private RouterEngine router;

  @BeforeEach
  void start() {
    config =
        RouterConfig.defaults()
            .with("audit.chain", "node-1")
            .with("admin.credentials-file", Principals.file(folder, "ada", "eve").toString());
    router = RouterEngine.builder().config(config).with(log.sink()).build();
    router.administration().access().putRole(AUDITOR);
  }

  @AfterEach
  void stop() {
    router.close();
  }

  /** What concerns both, and two roles for each tenant. */
  private void record() {
    for (String tenant : new String[] {"acme", "globex"}) {
      router.administration().access().grant(Grant.of("ada", tenant, "auditor"));
      router.administration().access().grant(Grant.of("acme", tenant, "viewer"));
    }
    await().untilAsserted(() -> assertThat(log.lines()).hasSize(5));
  }

  private AuditReader as(String id) {
    return router.administration(Principals.credentials(id)).audit();
  }

  @Test
  void everyEntryIsGivenAsItWasSealed() {
    record();
    AuditReader audit = router.administration().audit();
    assertThat(audit.chains()).containsExactly("node-1");
    AuditPage page = audit.entries("node-1", 1, 100, Grant.ALL_TENANTS);
    assertThat(page.entries()).isEqualTo(log.sink().entries());
    assertThat(page.nextIndex()).isEqualTo(6);
  }

  @Test
  void aTenantsAuditorSeesItsRecordsAndNoneThatOnlyNameIt() {
    record();
    AuditPage page = as("ada").entries("node-1", 1, 100, "acme");
    assertThat(page.entries())
        .extracting(AuditEntry::index)
        .containsExactly(2L, 3L); // 5 is about the user acme, for globex
    assertThat(page.entries())
        .allSatisfy(entry -> assertThat(entry.body()).contains("\"tenant_id\":\"acme\""));
    assertThat(page.nextIndex()).isEqualTo(6);
    assertThat(refusal(() -> as("ada").entries("node-1", 1, 100, Grant.ALL_TENANTS)).code())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> as("ada").chains()).code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> as("eve").entries("node-1", 1, 100, "acme")).code())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    await()
        .untilAsserted(
            () ->
                assertThat(log.of("eve"))
                    .asString()
                    .startsWith("[eve read_denied audit_chain acme/node-1"));
  }

  @Test
  void itIsReadInParts() {
    record();
    AuditReader audit = router.administration().audit();
    AuditPage first = audit.entries("node-1", 1, 2, "globex");
    assertThat(first.entries()).isEmpty();
    AuditPage second = audit.entries("node-1", first.nextIndex(), 2, "globex");
    assertThat(second.entries()).extracting(AuditEntry::index).containsExactly(4L);
    AuditPage third = audit.entries("node-1", second.nextIndex(), 2, "globex");
    assertThat(third.entries()).extracting(AuditEntry::index).containsExactly(5L);
    AuditPage end = audit.entries("node-1", third.nextIndex(), 2, "globex");
    assertThat(end.entries()).isEmpty();
    assertThat(end.nextIndex()).isEqualTo(third.nextIndex());
    assertThat(audit.entries("node-2", 7, 2, "globex").nextIndex()).isEqualTo(7);
  }

  @Test
  void whatCannotBeAskedForIsRefused() {
    AuditReader audit = router.administration().audit();
    assertThatThrownBy(() -> audit.entries("../node-1", 1, 1, "acme"))
        .hasMessage("chain is '../node-1', must be 1 to 64 letters, digits, _ and -");
    assertThatThrownBy(() -> audit.entries("node-1", 0, 1, "acme"))
        .hasMessage("fromIndex is '0', must be 1 or more");
    assertThatThrownBy(() -> audit.entries("node-1", 1, 10_001, "acme"))
        .hasMessage("limit is '10001', must be 1 to 10000");
    assertThat(refusal(() -> audit.entries("node-1", 1, 1, "")).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void whoeverTheSinkFailsHearsOfIt() {
    RouterException down = new RouterException(ErrorCode.SERVICE_DOWN, "10.0.0.7 is away");
    for (RuntimeException fault : new RuntimeException[] {down, new IllegalStateException("?")}) {
      try (RouterEngine other =
          RouterEngine.builder().config(config).with(failing(fault)).build()) {
        RouterException told =
            refusal(() -> other.administration().audit().entries("node-1", 1, 1, "acme"));
        assertThat(told.code()).isEqualTo(ErrorCode.SERVICE_DOWN);
        assertThat(told.publicMessage()).isEqualTo("the audit sink is not reachable");
        assertThat(told).hasMessageContaining(fault.getMessage());
        assertThat(refusal(() -> other.administration().audit().chains()).code())
            .isEqualTo(ErrorCode.SERVICE_DOWN);
      }
    }
  }

  private static AuditSink failing(RuntimeException fault) {
    return (AuditSink)
        Proxy.newProxyInstance(
            AuditSink.class.getClassLoader(),
            new Class<?>[] {AuditSink.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              throw fault;
            });
  }

  private static RouterException refusal(Runnable call) {
    return catchThrowableOfType(RouterException.class, call::run);
  }
}
