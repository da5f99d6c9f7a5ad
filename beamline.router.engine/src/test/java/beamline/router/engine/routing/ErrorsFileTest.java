package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorMapping;
import beamline.router.api.InvalidConfigurationException;
import beamline.router.api.RouterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorsFileTest {
  @TempDir Path folder;

  @Test
  void theFileIsInForceFromTheStart() throws IOException {
    try (TestRouter router = new TestRouter(config("service_overloaded = wire=unavailable"))) {
      assertEquals(
          new ErrorMapping("unavailable", 14, 503, true),
          router.engine().controls().errorTable().of(ErrorCode.SERVICE_OVERLOADED));
    }
  }

  @Test
  void aFileWithAnErrorKeepsTheEngineFromStarting() throws IOException {
    RouterConfig config = config("timeout = grpc=99");
    InvalidConfigurationException e =
        assertThrows(InvalidConfigurationException.class, () -> new TestRouter(config));
    assertTrue(e.getMessage().endsWith("timeout: gRPC status is 99, must be 1 to 16"));
  }

  private RouterConfig config(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("errors.properties"), text);
    return RouterConfig.defaults().with("errors.file", file.toString());
  }
}
