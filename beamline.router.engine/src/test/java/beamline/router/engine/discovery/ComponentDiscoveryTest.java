package beamline.router.engine.discovery;

import static beamline.router.engine.discovery.ComponentKind.POLICY_STORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.HostEnvironment;
import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.DiscoveryReport.Entry;
import beamline.router.api.admin.DiscoveryReport.Verdict;
import beamline.router.engine.discovery.Selection.OfHost;
import beamline.router.engine.discovery.Selection.OfProvider;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Transport;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentDiscoveryTest {
  @TempDir Path folder;

  @Test
  void theEmbeddedDefaultIsFoundInTheEnginesOwnLayer() {
    ComponentDiscovery discovery = discovery(RouterConfig.defaults(), null);

    assertThat(chosen(discovery)).isEqualTo("memory");
    assertThat(discovery.report().entries())
        .filteredOn(entry -> entry.verdict() == Verdict.CHOSEN)
        .singleElement()
        .extracting(Entry::kind, Entry::name, Entry::reason)
        .containsExactly("policy-store", "memory", "the highest priority");
  }

  @Test
  void aProviderOfHigherPriorityWinsFromTheClassPathAndFromALayer() throws IOException {
    ClassLoader classPath = plugin("acme.classpath").policyStore("A", "acme", 100).onClassPath();
    ClassLoader layer = plugin("acme.layer").policyStore("B", "acme", 100).inLayer();

    ComponentDiscovery onClassPath = discovery(RouterConfig.defaults(), classPath);
    ComponentDiscovery inLayer = discovery(RouterConfig.defaults(), layer);

    assertThat(chosen(onClassPath)).isEqualTo("acme");
    assertThat(chosen(inLayer)).isEqualTo("acme");
    assertThat(onClassPath.report().entries())
        .anySatisfy(entry -> assertThat(entry.origin()).endsWith("acme.classpath.jar"))
        .anySatisfy(entry -> assertThat(entry.reason()).isEqualTo("acme was chosen"));
    assertThat(inLayer.report().entries())
        .anySatisfy(entry -> assertThat(entry.origin()).isEqualTo("module acme.layer"));
  }

  @Test
  void theNameInTheConfigurationGoesBeforeThePriority() throws IOException {
    ClassLoader loader = plugin("acme.low").policyStore("Low", "low", -5).onClassPath();

    ComponentDiscovery discovery =
        discovery(RouterConfig.defaults().with("policy-store", "low"), loader);

    assertThat(chosen(discovery)).isEqualTo("low");
    assertThat(discovery.report().entries())
        .anySatisfy(entry -> assertThat(entry.reason()).isEqualTo("named by policy-store"));
  }

  @Test
  void aNameThatNobodyHasIsAnErrorThatListsWhatWasFoundAndWhatIsBroken() throws IOException {
    ClassLoader loader =
        plugin("acme.some")
            .policyStore("Some", "some", 1)
            .service("acme.some.Missing")
            .onClassPath();
    ComponentDiscovery discovery =
        discovery(RouterConfig.defaults().with("policy-store", "vault"), loader);

    assertThatThrownBy(() -> discovery.select(POLICY_STORE))
        .isInstanceOf(RouterException.class)
        .hasMessageStartingWith(
            "policy-store is 'vault' (builder), but there is none of that name: found are ")
        .hasMessageContaining("some (acme.some.Some in ")
        .hasMessageContaining("memory (")
        .hasMessageContaining("could not be loaded: acme.some.Missing (");
  }

  @Test
  void twoOfTheSameHighestPriorityAreAnErrorThatNamesBoth() throws IOException {
    ClassLoader loader =
        plugin("acme.two")
            .policyStore("One", "one", 100)
            .policyStore("Two", "two", 100)
            .onClassPath();
    ComponentDiscovery discovery = discovery(RouterConfig.defaults(), loader);

    assertThatThrownBy(() -> discovery.select(POLICY_STORE))
        .isInstanceOf(RouterException.class)
        .hasMessageContainingAll("acme.two.One", "acme.two.Two", "both of priority 100")
        .hasMessageEndingWith("name one of them with the key policy-store");
    assertThat(chosen(discovery(RouterConfig.defaults().with("policy-store", "two"), loader)))
        .isEqualTo("two");
  }

  @Test
  void brokenProvidersAreReportedAndDoNotDisturbTheOthers() throws IOException {
    ClassLoader loader =
        plugin("acme.broken")
            .service("acme.broken.Missing")
            .provider("Stranger", "package acme.broken; public class Stranger {}")
            .provider("Static", broken("Static", "static { if (true) throw new Error(); }", "s"))
            .provider(
                "Throwing", broken("Throwing", "{ if (true) throw new RuntimeException(); }", "t"))
            .provider("Shouting", broken("Shouting", "", "NOT A NAME"))
            .policyStore("Fine", "fine", 100)
            .onClassPath();

    ComponentDiscovery discovery = discovery(RouterConfig.defaults(), loader);

    assertThat(chosen(discovery)).isEqualTo("fine");
    assertThat(discovery.report().entries())
        .filteredOn(entry -> entry.verdict() == Verdict.FAILED)
        .extracting(Entry::name)
        .containsExactlyInAnyOrder(
            "acme.broken.Missing",
            "acme.broken.Stranger",
            "acme.broken.Static",
            "acme.broken.Throwing",
            "acme.broken.Shouting");
    assertThat(discovery.report().entries())
        .anySatisfy(
            entry ->
                assertThat(entry.reason())
                    .contains("its name is 'NOT A NAME', must be lower-case kebab-case"));
  }

  @Test
  void anInstanceOfTheHostWinsAndNoProviderIsEvenInstantiated() throws IOException {
    ClassLoader loader =
        plugin("acme.never")
            .provider(
                "Never", broken("Never", "{ System.setProperty(\"acme.never\", \"made\"); }", "n"))
            .onClassPath();
    PolicyStore mine = proxy(PolicyStore.class);

    ComponentDiscovery discovery =
        new ComponentDiscovery(
            RouterConfig.defaults().with("policy-store", "vault"), environment(loader, mine));

    assertThat(discovery.select(POLICY_STORE)).isEqualTo(new OfHost<>(mine));
    assertThat(System.getProperty("acme.never")).isNull();
    assertThat(discovery.report().entries())
        .anySatisfy(
            entry -> {
              assertThat(entry.name()).isEqualTo("acme.never.Never");
              assertThat(entry.verdict()).isEqualTo(Verdict.PASSED_OVER);
            })
        .anySatisfy(entry -> assertThat(entry.origin()).isEqualTo("host"));
  }

  @Test
  void twoInstancesOfOneKindAreAnErrorThatNamesBoth() {
    PolicyStore one = proxy(PolicyStore.class);
    PolicyStore two = proxy(PolicyStore.class);
    ComponentDiscovery discovery =
        new ComponentDiscovery(RouterConfig.defaults(), environment(null, one, two));

    assertThatThrownBy(() -> discovery.select(POLICY_STORE))
        .hasMessageContaining("more than one policy-store was passed to the builder: ");
  }

  @Test
  void anInstanceOfNoKnownKindIsAnError() {
    RouterComponent stranger = proxy(RouterComponent.class);

    assertThatThrownBy(
            () -> new ComponentDiscovery(RouterConfig.defaults(), environment(null, stranger)))
        .hasMessageContaining(stranger.getClass().getName() + " is no kind of component");
  }

  @Test
  void aKindThatIsSwitchedOffIsNothingAndAnErrorWhereItIsNeeded() {
    RouterConfig config =
        RouterConfig.defaults().with("transport", "none").with("policy-store", "none");
    ComponentDiscovery discovery = discovery(config, null);

    assertThat(discovery.selectIfAny(ComponentKind.TRANSPORT))
        .isEqualTo(new Selection.Nothing<Transport>());
    assertThatThrownBy(() -> discovery.select(POLICY_STORE))
        .hasMessageContaining("no policy-store was found")
        .hasMessageContaining("beamline-router-memory");
  }

  @Test
  void telemetryIsNothingWhenNobodyProvidesIt() {
    assertThat(discovery(RouterConfig.defaults(), null).selectIfAny(ComponentKind.TELEMETRY))
        .isEqualTo(new Selection.Nothing<Telemetry>());
  }

  @Test
  void allCodecsOfTheHostAreUsed() {
    MessageCodec one = proxy(MessageCodec.class);
    MessageCodec two = proxy(MessageCodec.class);
    ComponentDiscovery discovery =
        new ComponentDiscovery(RouterConfig.defaults(), environment(null, one, two));

    assertThat(discovery.selectAll(ComponentKind.MESSAGE_CODEC))
        .contains(new OfHost<>(one), new OfHost<>(two));
  }

  private PluginJar plugin(String name) throws IOException {
    return new PluginJar(folder, name);
  }

  private static String broken(String type, String body, String name) {
    return """
        package acme.%5$s;
        import beamline.router.spi.*;
        public final class %1$s implements PolicyStoreProvider {
          %2$s
          public String name() { return "%3$s"; }
          public int priority() { return %4$d; }
          public PolicyStore create(ComponentContext context) { throw new Error(); }
        }
        """
        .formatted(type, body, name, 100, type.equals("Never") ? "never" : "broken");
  }

  private static String chosen(ComponentDiscovery discovery) {
    return ((OfProvider<PolicyStore>) discovery.select(POLICY_STORE)).found().name();
  }

  private static ComponentDiscovery discovery(RouterConfig config, ClassLoader loader) {
    return new ComponentDiscovery(config, environment(loader));
  }

  private static HostEnvironment environment(ClassLoader loader, RouterComponent... components) {
    return new HostEnvironment(
        List.of(components),
        Optional.empty(),
        Optional.empty(),
        System::nanoTime,
        System::currentTimeMillis,
        Optional.empty(),
        Optional.ofNullable(loader));
  }

  private static <C> C proxy(Class<C> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  default -> null;
                }));
  }
}
