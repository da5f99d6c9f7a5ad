package beamline.router.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.HostEnvironment;
import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineComponentsTest {
  @TempDir Path folder;

  @Test
  void componentsAreClosedInReverseOrderAndOnlyOnce() {
    List<String> closed = Collections.synchronizedList(new ArrayList<>());
    CloseStack stack = new CloseStack();
    stack.push("first", closing(() -> closed.add("first")));
    stack.push("second", closing(() -> closed.add("second")));
    stack.push("third", closing(() -> closed.add("third")));

    stack.close(Duration.ofSeconds(10).toNanos());
    stack.close(Duration.ofSeconds(10).toNanos());

    assertThat(closed).containsExactly("third", "second", "first");
  }

  @Test
  void aComponentThatFailsToCloseDoesNotKeepTheOthersOpen() {
    List<String> closed = Collections.synchronizedList(new ArrayList<>());
    CloseStack stack = new CloseStack();
    stack.push("first", closing(() -> closed.add("first")));
    stack.push(
        "second",
        closing(
            () -> {
              throw new IllegalStateException("no");
            }));

    stack.close(Duration.ofSeconds(10).toNanos());

    assertThat(closed).containsExactly("first");
  }

  @Test
  void aComponentThatHangsIsInterruptedAfterTheBoundAndTheOthersAreStillClosed() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    CloseStack stack = new CloseStack();
    stack.push("first", closing(others::countDown));
    stack.push(
        "hanging",
        closing(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            }));

    stack.close(Duration.ofMillis(20).toNanos());

    interrupted.await();
    others.await();
    assertThat(others.getCount()).isZero();
  }

  @Test
  void whatTheHostPassedInIsNeverClosed() {
    List<String> closed = Collections.synchronizedList(new ArrayList<>());
    List<RouterComponent> mine = new ArrayList<>();
    for (ComponentKind<?, ?> kind : ComponentKind.ALL) {
      mine.add(recording(kind.component(), closed));
    }
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      EngineComponents components =
          new EngineComponents(
              RouterConfig.defaults(),
              environment(mine, Optional.of(Runnable::run), Optional.of(scheduler)));
      assertThat(mine)
          .contains(
              components.policyStore(),
              components.transport().orElseThrow(),
              components.accessStore())
          .containsAll(components.extensionSources());

      components.close();

      assertThat(closed).isEmpty();
      assertThat(scheduler.isShutdown()).isFalse();
    } finally {
      scheduler.shutdown();
    }
  }

  @Test
  void aProviderThatCannotCreateIsAnErrorThatNamesIt() throws IOException {
    ClassLoader loader =
        new PluginJar(folder, "acme.failing").policyStore("Failing", "failing", 7).onClassPath();
    HostEnvironment environment = environment(loader);

    assertThatThrownBy(() -> new EngineComponents(RouterConfig.defaults(), environment))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("policy-store failing (acme.failing.Failing in ")
        .hasMessageContaining("created failing");
  }

  @Test
  void anotherThreadIsStartedOnlyForTheFirstTaskAndIsADaemonOfOurName() throws Exception {
    EngineThreads threads = new EngineThreads(environment(getClass().getClassLoader()), 2);
    assertThat(ownThreads()).isEmpty();
    CountDownLatch ran = new CountDownLatch(2);
    List<Thread> used = Collections.synchronizedList(new ArrayList<>());
    Runnable task =
        () -> {
          used.add(Thread.currentThread());
          ran.countDown();
        };

    threads.executor().execute(task);
    threads.scheduler().execute(task);

    ran.await();
    assertThat(used)
        .hasSize(2)
        .allSatisfy(
            thread -> {
              assertThat(thread.isDaemon()).isTrue();
              assertThat(thread.getName()).startsWith("beamline-router-");
            });
    assertThat(used.stream().filter(EngineComponentsTest::isVirtual))
        .hasSize(Runtime.version().feature() >= 21 ? 1 : 0);
    threads.close(Duration.ofSeconds(10).toNanos());
    assertThat(((java.util.concurrent.ExecutorService) threads.executor()).isTerminated()).isTrue();
    assertThat(threads.scheduler().isShutdown()).isTrue();
  }

  @Test
  void aHostOnThePlainClassPathFindsTheSameComponents() throws Exception {
    Path jar = new PluginJar(folder, "acme.plain").policyStore("Plain", "plain", -1).jar();
    Path source = folder.resolve("Host.java");
    Files.writeString(
        source,
        """
        package beamline.router.engine.discovery;
        import beamline.router.api.*;
        import java.util.*;
        public class Host {
          public static void main(String[] args) {
            HostEnvironment environment =
                new HostEnvironment(
                    List.of(), Optional.empty(), Optional.empty(), System::nanoTime,
                    System::currentTimeMillis, Optional.empty(), Optional.empty());
            ComponentDiscovery discovery = new ComponentDiscovery(RouterConfig.defaults(), environment);
            System.out.println(Host.class.getModule().isNamed());
            System.out.println(discovery.select(ComponentKind.POLICY_STORE));
            System.out.println(discovery.report());
          }
        }
        """);
    String path = jar + File.pathSeparator + PluginJar.path();
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                    System.err,
                    System.err,
                    "-d",
                    folder.toString(),
                    "-cp",
                    path,
                    source.toString()))
        .isZero();

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + path,
                "beamline.router.engine.discovery.Host")
            .redirectErrorStream(true)
            .start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("false", "memory (", "name=plain").doesNotContain("FAILED");
  }

  /** Asked by reflection, since Java 17 does not know the question. */
  private static boolean isVirtual(Thread thread) {
    try {
      return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static List<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("beamline-router-worker"))
        .toList();
  }

  private static RouterComponent closing(Runnable close) {
    return new RouterComponent() {
      @Override
      public void close() {
        close.run();
      }
    };
  }

  private static RouterComponent recording(
      Class<? extends RouterComponent> type, List<String> closed) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "close" -> closed.add(type.getName());
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  case "contentType" -> "application/x-mine";
                  default -> null;
                }));
  }

  private static HostEnvironment environment(ClassLoader loader) {
    return new HostEnvironment(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        System::nanoTime,
        System::currentTimeMillis,
        Optional.empty(),
        Optional.of(loader));
  }

  private static HostEnvironment environment(
      List<RouterComponent> components,
      Optional<Executor> executor,
      Optional<ScheduledExecutorService> scheduler) {
    return new HostEnvironment(
        components,
        executor,
        scheduler,
        System::nanoTime,
        System::currentTimeMillis,
        Optional.empty(),
        Optional.empty());
  }
}
