package beamline.router.memory.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import beamline.router.api.admin.Grant;
import beamline.router.spi.AccessStore;
import beamline.router.testkit.TestComponentContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfiguredGrantsTest {

  @Test
  void grantsOfTheConfigurationAreThereFromTheStart() {
    AccessStore store = store("ada=admin@*, bob=viewer@acme:eu/1,bob=operator@b");

    assertThat(store.grantsOf("bob"))
        .extracting(Grant::tenantId, Grant::roleId, Grant::assignedBy)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("acme:eu/1", "viewer", "configuration"),
            org.assertj.core.groups.Tuple.tuple("b", "operator", "configuration"));
    assertThat(store.grants("*")).extracting(Grant::userId).containsExactly("ada");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ada", "ada=admin", "ada=root@*", "=admin@*", "ada=admin@", "a b=admin@*"})
  void whatIsNoGrantIsAnErrorThatNamesTheKey(String text) {
    assertThatThrownBy(() -> store("bob=viewer@acme," + text))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining(
            "access-store.memory.grants is '" + text + "', must be <user>=<role>");
  }

  private static AccessStore store(String grants) {
    return new MemoryAccessStoreProvider()
        .create(
            TestComponentContext.builder()
                .prefix("access-store.memory.")
                .config(Map.of("grants", grants))
                .build());
  }
}
