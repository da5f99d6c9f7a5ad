package beamline.router.engine.flow;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport on which the next publications to streams fail. */
final class Hurdle {
  private final Transport transport;
  private final AtomicInteger failures = new AtomicInteger();
  private final Queue<Message> attempts = new ConcurrentLinkedQueue<>();

  Hurdle(Transport behind) {
    transport =
        (Transport)
            Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("publishAcknowledged")) {
                    attempts.add((Message) arguments[0]);
                    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                      return CompletableFuture.failedFuture(
                          new RouterException(ErrorCode.NATS_UNAVAILABLE, "not now"));
                    }
                  }
                  try {
                    return method.invoke(behind, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  Transport transport() {
    return transport;
  }

  void fail(int times) {
    failures.set(times);
  }

  List<Message> attempts() {
    return List.copyOf(attempts);
  }
}
