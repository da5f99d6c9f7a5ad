package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.spi.AccessStore;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.TestComponentContext;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that every {@link AccessStore} keeps. Extend it and say how to create yours. */
public abstract class AccessStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final Role AUDITOR =
      new Role("auditor", "reads the log", EnumSet.of(Permission.AUDIT_READ));
  private static final String LONGEST_TENANT = "t:/._-".repeat(42) + "abc";
  private static final String LONGEST_ID = "u".repeat(64);
  private static final int THREADS = 8;
  private static final int ROUNDS = 20;

  private TestComponentContext context;
  private AccessStore store;

  /** For subclasses. */
  protected AccessStoreContract() {}

  /** An empty store. It is closed after the test. */
  protected abstract AccessStore create(ComponentContext context);

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createStore() {
    context = TestComponentContext.builder().prefix("access-store.test.").config(config()).build();
    store = create(context);
  }

  @AfterEach
  final void closeStore() {
    store.close();
    context.close();
  }

  @Test
  @DisplayName("AC-01 an empty store knows no role, no grant and no owner")
  void anEmptyStoreKnowsNothing() {
    assertEquals(List.of(), store.roles());
    assertEquals(Optional.empty(), store.role("auditor"));
    assertEquals(List.of(), store.grants("acme"));
    assertEquals(List.of(), store.grantsOf("ada"));
    assertEquals(Optional.empty(), store.owner("acme", "policy", "default"));
  }

  @Test
  @DisplayName("AC-02 the built-in roles are not among those of the store")
  void theBuiltInRolesAreNotAmongThem() {
    assertEquals(Optional.empty(), store.role("admin"));
    store.putRole(AUDITOR);
    assertEquals(List.of(AUDITOR), store.roles());
  }

  @Test
  @DisplayName("AC-03 a role is got as it was put, with every permission or with none")
  void aRoleIsGotAsItWasPut() {
    Role all = new Role("all", "every \"permission\" \u00e4", EnumSet.allOf(Permission.class));
    Role none = new Role("none", "", Set.of());
    store.putRole(all);
    store.putRole(none);
    assertEquals(Optional.of(all), store.role("all"));
    assertEquals(Optional.of(none), store.role("none"));
  }

  @Test
  @DisplayName("AC-04 roles are listed by id")
  void rolesAreListedById() {
    for (String id : List.of("b", "a", "C", "_")) {
      store.putRole(new Role(id, id, Set.of()));
    }
    assertEquals(List.of("C", "_", "a", "b"), store.roles().stream().map(Role::id).toList());
  }

  @Test
  @DisplayName("AC-05 a role that is put again is replaced, and who has it keeps it")
  void aRoleThatIsPutAgainIsReplaced() {
    store.putRole(AUDITOR);
    store.grant(grant("ada", "acme", "auditor"));
    Role wider = new Role("auditor", "more", EnumSet.of(Permission.POLICY_READ));
    store.putRole(wider);
    assertEquals(Optional.of(wider), store.role("auditor"));
    assertEquals(1, store.grantsOf("ada").size());
  }

  @Test
  @DisplayName("AC-06 deleting a role removes every grant of it, and no other")
  void deletingARoleRemovesItsGrants() {
    store.putRole(AUDITOR);
    store.grant(grant("ada", "acme", "auditor"));
    store.grant(grant("ada", "acme", "viewer"));
    store.grant(grant("bob", "*", "auditor"));
    assertTrue(store.deleteRole("auditor"));
    assertEquals(List.of(grant("ada", "acme", "viewer")), store.grantsOf("ada"));
    assertEquals(List.of(), store.grantsOf("bob"));
    assertFalse(store.deleteRole("auditor"));
  }

  @Test
  @DisplayName("AC-07 a grant is got as it was stored, with its end or without")
  void aGrantIsGotAsItWasStored() {
    Grant endless = grant("ada", "acme", "viewer");
    Grant ending = grant("bob", "acme", "operator").until(NOW.plusMillis(1));
    store.grant(endless);
    store.grant(ending);
    assertEquals(List.of(endless, ending), store.grants("acme"));
    assertEquals(List.of(ending), store.grantsOf("bob"));
  }

  @Test
  @DisplayName("AC-08 a grant of the same user, tenant and role replaces the former")
  void aGrantReplacesTheFormer() {
    store.grant(grant("ada", "acme", "viewer").until(NOW));
    store.grant(grant("ada", "acme", "viewer"));
    assertEquals(List.of(grant("ada", "acme", "viewer")), store.grants("acme"));
    store.grant(grant("ada", "acme", "viewer").until(NOW));
    assertEquals(List.of(grant("ada", "acme", "viewer").until(NOW)), store.grants("acme"));
  }

  @Test
  @DisplayName("AC-09 the grants of a tenant are its own, by user and role; * is one of its own")
  void theGrantsOfATenantAreItsOwn() {
    store.grant(grant("bob", "acme", "viewer"));
    store.grant(grant("ada", "acme", "viewer"));
    store.grant(grant("ada", "acme", "admin"));
    store.grant(grant("ada", "acme2", "viewer"));
    store.grant(grant("ada", "*", "viewer"));
    assertEquals(
        List.of(
            grant("ada", "acme", "admin"),
            grant("ada", "acme", "viewer"),
            grant("bob", "acme", "viewer")),
        store.grants("acme"));
    assertEquals(List.of(grant("ada", "*", "viewer")), store.grants("*"));
  }

  @Test
  @DisplayName("AC-10 the grants of a user are those for all tenants, by tenant and role")
  void theGrantsOfAUserAreOfEveryTenant() {
    store.grant(grant("ada", "b", "viewer"));
    store.grant(grant("ada", "a", "viewer"));
    store.grant(grant("ada", "a", "operator"));
    store.grant(grant("ada", "*", "viewer"));
    store.grant(grant("ada2", "a", "viewer"));
    assertEquals(
        List.of(
            grant("ada", "*", "viewer"),
            grant("ada", "a", "operator"),
            grant("ada", "a", "viewer"),
            grant("ada", "b", "viewer")),
        store.grantsOf("ada"));
  }

  @Test
  @DisplayName(
      "AC-11 a grant that has expired stays until it is revoked: who asks looks at its end")
  void anExpiredGrantStays() {
    Grant former = grant("ada", "acme", "viewer").until(Instant.parse("2020-01-01T00:00:00Z"));
    store.grant(former);
    assertEquals(List.of(former), store.grantsOf("ada"));
  }

  @Test
  @DisplayName("AC-12 a revoked grant is gone when the call returns, and only that one")
  void aRevokedGrantIsGone() {
    store.grant(grant("ada", "acme", "viewer"));
    store.grant(grant("ada", "acme", "operator"));
    store.grant(grant("ada", "*", "viewer"));
    assertTrue(store.revoke("ada", "acme", "viewer"));
    assertEquals(
        List.of(grant("ada", "*", "viewer"), grant("ada", "acme", "operator")),
        store.grantsOf("ada"));
    assertFalse(store.revoke("ada", "acme", "viewer"));
    assertFalse(store.revoke("nobody", "acme", "viewer"));
  }

  @Test
  @DisplayName("AC-13 a role that is not there cannot be granted")
  void aRoleThatIsNotThereCannotBeGranted() {
    RouterException refused =
        assertThrows(RouterException.class, () -> store.grant(grant("ada", "acme", "auditor")));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertEquals(List.of(), store.grantsOf("ada"));
  }

  @Test
  @DisplayName("AC-14 no grant of a role outlives it, whatever the threads")
  void noGrantOutlivesItsRole() {
    for (int round = 0; round < ROUNDS; round++) {
      store.putRole(AUDITOR);
      Together.run(
          THREADS,
          thread -> () -> thread == 0 ? store.deleteRole("auditor") : granted("user" + thread));
      assertEquals(List.of(), store.grants("acme"), "in round " + round);
    }
  }

  private boolean granted(String userId) {
    try {
      store.grant(grant(userId, "acme", "auditor"));
      return true;
    } catch (RouterException e) {
      assertEquals(ErrorCode.INVALID_REQUEST, e.code());
      return false;
    }
  }

  @Test
  @DisplayName("AC-15 a thing has one owner, whoever wants it at the same time")
  void aThingHasOneOwner() {
    List<Boolean> results =
        Together.run(THREADS, thread -> () -> store.own("acme", "policy", "p", "user" + thread));
    assertEquals(1, results.stream().filter(won -> won).count());
    String owner = "user" + results.indexOf(true);
    assertEquals(Optional.of(owner), store.owner("acme", "policy", "p"));
    assertFalse(store.own("acme", "policy", "p", owner));
  }

  @Test
  @DisplayName("AC-16 owners of other tenants, kinds and ids do not matter")
  void otherThingsDoNotMatter() {
    assertTrue(store.own("acme", "policy", "p", "ada"));
    assertTrue(store.own("acme2", "policy", "p", "bob"));
    assertTrue(store.own("acme", "extension", "p", "cyd"));
    assertTrue(store.own("acme", "policy", "p2", "dan"));
    assertEquals(Optional.of("ada"), store.owner("acme", "policy", "p"));
    assertEquals(Optional.of("cyd"), store.owner("acme", "extension", "p"));
  }

  @Test
  @DisplayName("AC-17 what nobody owns any more can be owned anew")
  void whatIsDisownedCanBeOwned() {
    store.own("acme", "policy", "p", "ada");
    store.disown("acme", "policy", "p");
    store.disown("acme", "policy", "never");
    assertEquals(Optional.empty(), store.owner("acme", "policy", "p"));
    assertTrue(store.own("acme", "policy", "p", "bob"));
  }

  @Test
  @DisplayName("AC-18 ids are as long as they may be, and no case is lost")
  void idsAreAsLongAsTheyMayBe() {
    String otherCase = LONGEST_ID.replace('u', 'U');
    store.grant(grant(LONGEST_ID, LONGEST_TENANT, "viewer"));
    store.grant(grant(otherCase, LONGEST_TENANT, "viewer"));
    assertEquals(1, store.grantsOf(LONGEST_ID).size());
    assertEquals(
        List.of(otherCase, LONGEST_ID),
        store.grants(LONGEST_TENANT).stream().map(Grant::userId).toList());
    assertTrue(store.own(LONGEST_TENANT, "policy", LONGEST_TENANT, LONGEST_ID));
    assertEquals(Optional.of(LONGEST_ID), store.owner(LONGEST_TENANT, "policy", LONGEST_TENANT));
  }

  @Test
  @DisplayName("AC-19 what is no id is nobody's, and does no harm")
  void whatIsNoIdIsNobodys() {
    for (String text : List.of("", "'; DROP TABLE rbac_roles; --", "x".repeat(10_000), "\u0000")) {
      assertEquals(Optional.empty(), store.role(text));
      assertEquals(List.of(), store.grants(text));
      assertEquals(List.of(), store.grantsOf(text));
      assertFalse(store.revoke(text, text, text));
      assertEquals(Optional.empty(), store.owner(text, "policy", text));
    }
  }

  @Test
  @DisplayName("AC-20 closing twice does no harm")
  void closingTwiceDoesNoHarm() {
    store.close();
    store.close();
  }

  private static Grant grant(String userId, String tenantId, String roleId) {
    return new Grant(userId, tenantId, roleId, "root", NOW, Optional.empty());
  }
}
