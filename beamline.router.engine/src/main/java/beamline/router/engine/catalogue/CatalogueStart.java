package beamline.router.engine.catalogue;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a catalogue, and has patience with a store that is only just starting itself. */
public final class CatalogueStart implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueStart.class);
  private static final long FIRST_WAIT_MILLIS = 50;
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final PolicyCatalogue catalogue;
  private final long patienceNanos;

  /**
   * Loads this catalogue.
   *
   * @param patience how long to try
   */
  public CatalogueStart(PolicyCatalogue catalogue, Duration patience) {
    this.catalogue = catalogue;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * Loads it.
   *
   * @throws RouterException with {@link ErrorCode#SERVICE_DOWN} when the store could not be read in
   *     time
   */
  @Override
  public void run() {
    long start = System.nanoTime();
    for (long wait = FIRST_WAIT_MILLIS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS)) {
      try {
        catalogue.load();
        return;
      } catch (RouterException e) {
        if (e.code() != ErrorCode.SERVICE_DOWN || System.nanoTime() - start >= patienceNanos) {
          catalogue.close();
          throw e;
        }
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.STORE_UNREADABLE)
            .addKeyValue("store", "policies")
            .addKeyValue("reason", e.getMessage())
            .log("policies cannot be read yet, trying again");
        pause(wait, e);
      }
    }
  }

  private void pause(long millis, RouterException why) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      catalogue.close();
      throw why;
    }
  }
}
