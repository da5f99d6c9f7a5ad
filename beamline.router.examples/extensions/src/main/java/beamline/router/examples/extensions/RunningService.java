package beamline.router.examples.extensions;

import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.extensions.service.ExtensionService;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service from its start to its end, which SIGTERM or SIGINT asks for. */
final class RunningService {
  /** Whoever starts the process starts it again when the server is not there yet. */
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private static final Duration DRAIN = ExtensionService.TIMEOUT.plusSeconds(1);

  private final ServeCommand.Service service;
  private final Transport transport;
  private final Console console;
  private final CountDownLatch toldToStop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status = ExitStatus.DOWN;

  RunningService(ServeCommand.Service service, Transport transport, Console console) {
    this.service = service;
    this.transport = transport;
    this.console = console;
  }

  /** Serves until it is told to stop; the exit status. */
  int run() {
    Thread hook = new Thread(this::stop, "beamline-extension-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (!done(transport.connect(), CONNECT)) {
        console.error("there is no server");
        return status;
      }
      ExtensionService serving =
          ExtensionService.serve(
              transport, service.subject(), service.queueGroup(), service.extension());
      console.line(
          "serving "
              + service.name()
              + " on "
              + service.subject()
              + " as one of "
              + service.queueGroup());
      console.out().flush();
      toldToStop.await();
      // what waits here is answered; from now on others of the group get what comes
      if (done(transport.drain(DRAIN), DRAIN.plusSeconds(1)) && serving.awaitAnswers(DRAIN)) {
        status = ExitStatus.OK;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
      forget(hook);
    }
    return status;
  }

  private boolean done(CompletionStage<Void> stage, Duration patience) throws InterruptedException {
    try {
      stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      console.error(String.valueOf((cause == null ? e : cause).getMessage()));
    } catch (TimeoutException e) {
      console.error("no answer within " + patience.toSeconds() + " s");
    }
    return false;
  }

  /** The virtual machine would report the signal as the exit status; ours says how it ended. */
  private void stop() {
    toldToStop.countDown();
    try {
      if (!ended.await(DRAIN.multipliedBy(2).plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS)) {
        console.error("it does not end by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is ending already, and waits for that
    }
  }
}
