package beamline.router.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Role;
import beamline.router.engine.access.Principals;
import beamline.router.engine.flow.Bus;
import beamline.router.engine.flow.Gateway;
import beamline.router.engine.flow.MemoryBus;
import beamline.router.engine.flow.Node;
import beamline.router.spi.AccessStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what of a store that is away. */
class StoreDownTest {
  private static final String SECRET = "postgres://router:hush@10.0.0.7/platform";

  private final AuditLog log = new AuditLog();
  private final Bus bus = new MemoryBus();
  @TempDir private Path folder;
  private Node node;

  @BeforeEach
  void start() {
    RouterException down =
        new RouterException(
            ErrorCode.SERVICE_DOWN, "no connection to " + SECRET, new IOException("08001"));
    AccessStore away =
        (AccessStore)
            Proxy.newProxyInstance(
                AccessStore.class.getClassLoader(),
                new Class<?>[] {AccessStore.class},
                (proxy, method, arguments) -> {
                  // the node's own policy is nobody's, which has to be kept
                  if (Set.of("close", "disown").contains(method.getName())) {
                    return null;
                  }
                  throw down;
                });
    node =
        new Node(
            bus,
            RouterConfig.defaults()
                .with("admin.credentials-file", Principals.file(folder, "ada").toString()),
            log.sink(),
            away);
  }

  @AfterEach
  void stop() {
    node.close();
    bus.close();
  }

  @Test
  void theHostHearsWhatTheStoreSaysAndWhichOneMayBeTold() {
    Administration host = node.engine().administration();
    Role role = new Role("author", "", Set.of());
    expectDown(() -> host.access().roles());
    expectDown(() -> host.access().putRole(role));
    expectDown(() -> host.access().deleteRole("author"));
    expectDown(() -> host.access().grants("acme"));
    expectDown(() -> host.access().grant(Grant.of("ada", "acme", "viewer")));
    expectDown(() -> host.access().grant(Grant.of("ada", "acme", "author")));
    expectDown(() -> host.access().revoke("ada", "acme", "viewer"));
    Administration ada = node.engine().administration(Principals.credentials("ada"));
    expectDown(() -> ada.policies().list("acme"));
  }

  private static void expectDown(ThrowingCallable call) {
    RouterException fault = catchThrowableOfType(RouterException.class, call);
    assertThat(fault.code()).isEqualTo(ErrorCode.SERVICE_DOWN);
    assertThat(fault.publicMessage()).isEqualTo("the access store is not reachable");
    assertThat(fault).hasMessageContaining(SECRET).hasRootCauseMessage("08001");
  }

  @Test
  void whoAsksOverTheBusHearsOnlyThatItIsAway() {
    Gateway gateway = new Gateway(bus);
    String reply =
        Gateway.read(
                gateway.ask(
                    "beamline.router.v1.admin.get_circuit_breaker_states",
                    "{'tenant_id':'acme'}",
                    Map.of("x-api-key", "ada-key")))
            .toString();
    assertThat(reply)
        .contains("\"admin_code\":\"SERVICE_DOWN\"", "the access store is not reachable")
        .doesNotContain("hush", "10.0.0.7");
  }
}
