package beamline.router.examples.node;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration file again when its content changes. Looks at the content, since a file
 * that is mounted into a container is replaced behind a link, of which file events tell nothing.
 * What is refused, because the audit log takes no changes say, is tried again at the next look.
 * Used by one thread.
 */
final class SettingsWatch {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);

  private final Settings settings;
  private final LiveSettings live;
  private byte[] content;

  /** Why the content is not taken over; empty when it is. */
  private String problem = "";

  SettingsWatch(Settings settings, LiveSettings live) {
    this.settings = settings;
    this.live = live;
    content = settings.file().map(SettingsWatch::read).orElse(new byte[0]);
  }

  /** Takes over a change, if there is one that can be used. */
  void look() {
    settings.file().ifPresent(this::look);
  }

  private void look(Path file) {
    byte[] now = read(file);
    boolean same = Arrays.equals(now, content);
    if (now.length == 0 || (same && problem.isEmpty())) {
      return; // an empty file is one that is being written
    }
    if (!same) {
      content = now;
      problem = "";
      LOG.atInfo()
          .addKeyValue(LogEvent.KEY, LogEvent.NODE_SETTINGS_CHANGED)
          .addKeyValue("file", file)
          .log("the configuration file has changed");
    }
    try {
      live.take(settings.load());
      problem = "";
    } catch (UsageException | RouterException e) {
      tell(file, String.valueOf(e.getMessage()));
    }
  }

  private void tell(Path file, String now) {
    if (!now.equals(problem)) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.NODE_SETTINGS_REFUSED)
          .addKeyValue("file", file)
          .addKeyValue("reason", now)
          .log("the changed configuration is not taken over, which is tried again");
    }
    problem = now;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be read right now", file, e);
      return new byte[0];
    }
  }
}
