package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.ExtensionStore.Watch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** XS-20 to XS-23: being told of changes. */
public abstract class ExtensionStoreWatchRules extends ExtensionStoreFixture {

  ExtensionStoreWatchRules() {}

  @Test
  @DisplayName("XS-20 a watch is told of a put and of a delete, and what is current has it then")
  void aWatchIsToldOfAPutAndOfADelete() {
    List<List<Long>> found = new CopyOnWriteArrayList<>();
    Watch watch = store().watch(() -> found.add(currentRevisions()));
    long first = put(ID, json(1), 0);
    await(found, List.of(first));
    long second = put(ID, json(2), first);
    await(found, List.of(second));
    store().delete(ID, second);
    await(found, List.of());
    watch.close();
  }

  @Test
  @DisplayName("XS-21 a listener that throws is told the next change, and so are all others")
  void aListenerThatThrowsIsToldTheNextChange() {
    AtomicInteger before = new AtomicInteger();
    AtomicInteger failing = new AtomicInteger();
    AtomicInteger after = new AtomicInteger();
    Watch first = store().watch(before::incrementAndGet);
    Watch second =
        store()
            .watch(
                () -> {
                  failing.incrementAndGet();
                  throw new IllegalStateException("a listener that fails");
                });
    Watch third = store().watch(after::incrementAndGet);
    long revision = put(ID, json(1), 0);
    for (AtomicInteger told : List.of(before, failing, after)) {
      eventually("a listener is told the first change", () -> told.get() >= 1);
    }
    put(ID, json(2), revision);
    for (AtomicInteger told : List.of(before, failing, after)) {
      eventually("a listener is told the second change", () -> told.get() >= 2);
    }
    List.of(first, second, third).forEach(Watch::close);
  }

  @Test
  @DisplayName("XS-22 a watch that was closed is told nothing more, closed twice or once")
  void aClosedWatchIsToldNothingMore() {
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger open = new AtomicInteger();
    Watch first = store().watch(closed::incrementAndGet);
    Watch second = store().watch(open::incrementAndGet);
    first.close();
    first.close();
    put(ID, json(1), 0);
    eventually("the other watch is told", () -> open.get() > 0);
    assertEquals(0, closed.get());
    second.close();
  }

  @Test
  @DisplayName("XS-23 a store that can be reached has no trouble")
  void aStoreThatCanBeReachedHasNoTrouble() {
    AtomicInteger told = new AtomicInteger();
    Watch watch = store().watch(told::incrementAndGet);
    put(ID, json(1), 0);
    eventually("the watch is told", () -> told.get() > 0);
    assertEquals(Optional.empty(), store().trouble());
    watch.close();
  }

  private List<Long> currentRevisions() {
    return store().current().documents().stream().map(ExtensionDocument::revision).toList();
  }

  private static void await(List<List<Long>> found, List<Long> revisions) {
    eventually(
        () -> revisions + " is current when a change is told, but " + found,
        () -> found.contains(revisions));
  }
}
