package beamline.router.testkit.server;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private final AtomicInteger served = new AtomicInteger();
  private ServerSocket echo;
  private FaultProxy proxy;

  @BeforeEach
  void startEchoServer() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::acceptAll);
    accepting.setDaemon(true);
    accepting.start();
    proxy = FaultProxy.before(echo.getLocalPort());
  }

  @AfterEach
  void stopEchoServer() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void everythingPassesBothWaysUntilTheEnd() throws IOException {
    try (Socket socket = connect()) {
      byte[] sent = bytes(1_000_000);
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  socket.getOutputStream().write(sent);
                  socket.shutdownOutput();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
      writing.join();
    }
    eventually("nothing is left", () -> proxy.connections() == 0 && served.get() == 0);
  }

  @Test
  void whatIsSplitDelayedOrThrottledArrivesComplete() throws IOException {
    try (Socket socket = connect()) {
      proxy.split(1);
      assertEchoes(socket, 2_000);
      proxy.heal();
      proxy.throttle(20_000);
      proxy.latency(Duration.ofMillis(5));
      assertEchoes(socket, 2_000);
    }
  }

  @Test
  void latencyIsFeltInBothDirections() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 1);
      proxy.latency(Duration.ofMillis(20));
      long start = System.nanoTime();
      assertEchoes(socket, 1);
      // Never less, however fast the machine is.
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(40_000_000);
    }
  }

  @Test
  void aResetIsAnErrorForTheClientAndTheEndForTheServer() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 10);
      proxy.reset();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      eventually("the server is rid of it", () -> served.get() == 0);
      assertThat(proxy.connections()).isZero();
    }
    try (Socket next = connect()) {
      assertEchoes(next, 10);
    }
  }

  @Test
  void aHalfOpenConnectionTakesEverythingAndAnswersNothing() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 10);
      proxy.halfOpen();
      eventually("the server is rid of it", () -> served.get() == 0);
      socket.getOutputStream().write(bytes(100_000));
      assertSilent(socket);
      try (Socket next = connect()) {
        assertEchoes(next, 10);
      }
      assertThat(proxy.connections()).isGreaterThanOrEqualTo(1);
    }
    eventually("nothing is left", () -> proxy.connections() == 0);
  }

  @Test
  void whatABlackHoleHeldComesWhenItIsGone() throws IOException {
    try (Socket socket = connect()) {
      assertEchoes(socket, 10);
      proxy.blackhole();
      socket.getOutputStream().write(42);
      assertSilent(socket);
      try (Socket next = connect()) {
        next.getOutputStream().write(43);
        assertSilent(next);
        proxy.heal();
        assertThat(next.getInputStream().read()).isEqualTo(43);
      }
      assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
  }

  @Test
  void withoutAServerConnectionsAreReset() throws IOException {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    try (FaultProxy before = FaultProxy.before(gone.getLocalPort());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), before.port())) {
      socket.setSoTimeout(30_000);
      assertThatThrownBy(
              () -> {
                if (socket.getInputStream().read() < 0) {
                  throw new SocketException("ended");
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aScheduleIsTheSameForTheSameSeedAndHealsInTheEnd() throws IOException {
    FaultSchedule schedule = FaultSchedule.random(42, 20, Duration.ofMillis(4));
    assertThat(schedule).isEqualTo(FaultSchedule.random(42, 20, Duration.ofMillis(4)));
    assertThat(schedule).isNotEqualTo(FaultSchedule.random(43, 20, Duration.ofMillis(4)));
    assertThat(schedule.toString()).contains("seed=42", schedule.steps().get(0).toString());

    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      schedule.play(proxy, scheduler).toCompletableFuture().join();
    } finally {
      scheduler.shutdownNow();
    }
    try (Socket socket = connect()) {
      assertEchoes(socket, 100);
    }
  }

  @Test
  void aNatsServerCanBeReachedThroughIt() throws IOException {
    try (NatsServer server = NatsServer.start();
        FaultProxy before = FaultProxy.before(server.port())) {
      before.split(1);
      try (Wire wire = new Wire(before.port())) {
        assertThat(wire.ping()).isTrue();
        before.latency(Duration.ofMillis(1));
        assertThat(wire.request("$JS.API.INFO", "")).contains("\"streams\":0");
        server.kill();
        assertThatThrownBy(wire::line).isInstanceOf(IOException.class);
      }
      server.restart();
      before.heal();
      try (Wire wire = new Wire(before.port())) {
        assertThat(wire.ping()).isTrue();
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void assertEchoes(Socket socket, int count) throws IOException {
    byte[] sent = bytes(count);
    socket.getOutputStream().write(sent);
    assertThat(socket.getInputStream().readNBytes(count)).isEqualTo(sent);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(30_000);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private void acceptAll() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        served.incrementAndGet();
        Thread answering = new Thread(() -> answer(socket));
        answering.setDaemon(true);
        answering.start();
      } catch (IOException e) {
        // The test is over.
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The client is gone.
    } finally {
      served.decrementAndGet();
    }
  }
}
