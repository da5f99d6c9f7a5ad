package beamline.router.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.engine.access.Principals;
import beamline.router.engine.flow.Bus;
import beamline.router.engine.flow.Gateway;
import beamline.router.engine.flow.MemoryBus;
import beamline.router.engine.flow.Node;
import beamline.router.testkit.AdminOperation;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every role, granted for one tenant or for all of them, and every operation on either of two
 * tenants. The roles are the built-in ones, one for every single permission, and none.
 */
class AccessMatrixTest {
  private static final List<String> TENANTS = List.of("acme", "other:eu/1");
  private static final Role NOTHING = new Role("nothing", "", Set.of());
  private static final List<Role> ROLES =
      Stream.concat(
              Stream.concat(Role.builtIn().stream(), Stream.of(NOTHING)),
              Stream.of(Permission.values())
                  .map(one -> new Role("only-" + one.name(), "", Set.of(one))))
          .toList();

  private static final ExtensionDocument EXTENSION =
      ExtensionDocument.of("extension", "{\"type\":\"pre\",\"subject\":\"ext.pre.a\"}");

  private final AuditLog log = new AuditLog();
  private final Bus bus = new MemoryBus();
  @TempDir private Path folder;
  private Node node;
  private RouterEngine router;

  /** Somebody who has one role for one tenant or for all. */
  private record Person(Role role, String grantedFor) {
    String id() {
      return role.id() + (grantedFor.equals(Grant.ALL_TENANTS) ? "_everywhere" : "_of_one");
    }
  }

  private static List<Person> people() {
    List<Person> people = new ArrayList<>();
    for (Role role : ROLES) {
      people.add(new Person(role, TENANTS.get(0)));
      people.add(new Person(role, Grant.ALL_TENANTS));
    }
    return people;
  }

  @BeforeEach
  void start() {
    RouterConfig config =
        RouterConfig.defaults()
            .with(
                "admin.credentials-file",
                Principals.file(folder, people().stream().map(Person::id).toList()).toString());
    node = new Node(bus, config, log.sink());
    router = node.engine();
    router.administration().access().putRole(AdminOperation.IDLE);
    for (Role role : ROLES) {
      if (!Role.isBuiltIn(role.id())) {
        router.administration().access().putRole(role);
      }
    }
    for (Person person : people()) {
      router
          .administration()
          .access()
          .grant(Grant.of(person.id(), person.grantedFor(), person.role().id()));
    }
    for (String tenant : TENANTS) {
      router
          .policies()
          .put(
              PolicyDocument.of(tenant, "matrix", "{\"providers\":[{\"id\":\"a\",\"weight\":1}]}"));
    }
  }

  @AfterEach
  void stop() {
    node.close();
    bus.close();
  }

  @ParameterizedTest
  @EnumSource
  void anOperationIsDoneForWhoMayAndRefusedToEverybodyElseWhichIsWrittenDown(
      AdminOperation operation) {
    Map<String, Long> refusals = new TreeMap<>();
    for (Person person : people()) {
      Administration admin = router.administration(Principals.credentials(person.id()));
      for (String tenant : TENANTS) {
        boolean allowed = operation.isAllowed(person.role(), person.grantedFor(), tenant);
        assertThat(isDone(operation, admin, tenant))
            .as("%s by %s for %s", operation, person, tenant)
            .isEqualTo(allowed);
        if (!allowed) {
          refusals.merge(person.id(), 1L, Long::sum);
        }
      }
    }
    await().untilAsserted(() -> assertThat(writtenDown("_denied")).isEqualTo(refusals));
  }

  /** How often something was written down about whom. */
  private Map<String, Long> writtenDown(String what) {
    return log.lines().stream()
        .filter(line -> line.action().endsWith(what))
        .collect(Collectors.groupingBy(AuditLog.Line::actor, TreeMap::new, Collectors.counting()));
  }

  private boolean isDone(AdminOperation operation, Administration admin, String tenant) {
    try {
      operation.perform(admin, tenant, folder.resolve("empty"));
      return true;
    } catch (RouterException e) {
      return e.code() != ErrorCode.PERMISSION_DENIED;
    } catch (UncheckedIOException e) {
      return true; // it looked for the folder
    }
  }

  @Test
  void nothingOfWhatIsRefusedHasAnEffect() {
    List<PolicyDocument> policies = router.policies().list("other:eu/1");
    List<Grant> grants = router.administration().access().grants("other:eu/1");
    List<Role> roles = router.administration().access().roles();
    router.administration().extensions().put(EXTENSION);
    List<ExtensionDocument> extensions = router.administration().extensions().all();
    Administration admin =
        router.administration(Principals.credentials(new Person(Role.ADMIN, "acme").id()));

    for (AdminOperation operation : AdminOperation.values()) {
      assertThat(isDone(operation, admin, "other:eu/1")).as("%s", operation).isFalse();
    }

    assertThat(router.policies().list("other:eu/1")).isEqualTo(policies);
    assertThat(router.administration().access().grants("other:eu/1")).isEqualTo(grants);
    assertThat(router.administration().access().roles()).isEqualTo(roles);
    assertThat(router.administration().extensions().all()).isEqualTo(extensions).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theHostMayDoEverything(AdminOperation operation) {
    assertThat(isDone(operation, router.administration(), "acme")).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionOverTheBusIsAnsweredToWhoMayAskIt(AdminQuestion question) {
    AdminOperation operation = AdminOperation.valueOf(question.name());
    Gateway gateway = new Gateway(bus);
    for (Person person : people()) {
      for (String tenant : TENANTS) {
        String code =
            Gateway.read(
                    gateway.ask(
                        "beamline.router.v1.admin." + question.subject(),
                        "{'tenant_id':'" + tenant + "','policy_id':'matrix'}",
                        Map.of("x-api-key", person.id() + "-key")))
                .at("/error/details/admin_code")
                .asText("");

        assertThat(code)
            .as("%s by %s for %s", question, person, tenant)
            .isEqualTo(
                operation.isAllowed(person.role(), person.grantedFor(), tenant)
                    ? ""
                    : "PERMISSION_DENIED");
      }
    }
  }

  @Test
  void whoIsNobodyGetsNothing() {
    for (Credentials shown :
        List.of(
            new Credentials.None(),
            new Credentials.ApiKey("nobodys-key"),
            new Credentials.ApiKey(""),
            new Credentials.BearerToken("admin_of_one-key"),
            new Credentials.ClientCertificate("CN=admin_of_one"),
            new Credentials.ClientCertificate("no name at all"))) {
      assertThat(catchThrowable(() -> router.administration(shown)))
          .as("%s", shown)
          .isInstanceOfSatisfying(
              RouterException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(log.of("unknown"))
                    .hasSize(6)
                    .allSatisfy(
                        line -> assertThat(line.action()).isEqualTo("authenticate_denied")));
    assertThat(log.sink().entries().toString()).doesNotContain("nobodys-key", "one-key");
  }
}
