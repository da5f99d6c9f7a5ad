package beamline.router.memory.policy;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.TestComponentContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stores that write in one directory. */
class FilePolicyWritersTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");

  @TempDir Path directory;
  private TestComponentContext context;
  private PolicyStore one;
  private PolicyStore other;

  @BeforeEach
  void open() {
    context =
        TestComponentContext.live("policy-store.file.", Map.of("directory", directory.toString()));
    one = new FilePolicyStoreProvider().create(context);
    other = new FilePolicyStoreProvider().create(context);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    context.close();
  }

  @Test
  void ofTwoWritersOfOneVersionOneIsDoneAndTheOtherConflicts() {
    for (int revision = 0; revision < 100; revision++) {
      long expected = revision;
      CompletableFuture<Write> first =
          CompletableFuture.supplyAsync(() -> one.put(document("one", expected), expected));
      CompletableFuture<Write> second =
          CompletableFuture.supplyAsync(() -> other.put(document("other", expected), expected));
      assertThat(Stream.of(first, second).map(it -> it.orTimeout(30, TimeUnit.SECONDS).join()))
          .containsExactlyInAnyOrder(
              new Write.Done(expected + 1), new Write.Conflict(expected, expected + 1));
    }
    eventually("they agree", () -> one.get(KEY).equals(other.get(KEY)));
    assertThat(one.get(KEY).orElseThrow().revision()).isEqualTo(100);
  }

  @Test
  void policiesThatTheOtherHasJustCreatedAreCounted() {
    for (int round = 0; round < 50; round++) {
      String tenant = "tenant-" + round;
      assertThat(one.put(PolicyDocument.of(tenant, "a", "{}"), 0, 1)).isEqualTo(new Write.Done(1));
      assertThat(other.put(PolicyDocument.of(tenant, "b", "{}"), 0, 1))
          .isEqualTo(new Write.Full(1));
    }
  }

  @Test
  void revisionsThatOneHasNotSeenAreCounted() throws Exception {
    one.put(document("a", 0), 0);
    for (int i = 1; i < 10; i++) {
      one.put(document("same", 0), i);
    }
    assertThat(other.put(document("b", 0), 9)).isEqualTo(new Write.Conflict(9, 10));
    assertThat(other.put(document("b", 0), 10)).isEqualTo(new Write.Done(11));
    assertThat(one.delete(KEY, 10)).isEqualTo(new Write.Conflict(10, 11));
    assertThat(one.delete(KEY, 11)).isEqualTo(new Write.Done(11));
    assertThat(other.put(document("b", 0), 0)).isEqualTo(new Write.Done(12));
    eventually("they agree", () -> one.get(KEY).equals(other.get(KEY)));
    assertThat(Files.readString(directory.resolve(".revisions"))).startsWith("12 ");
  }

  @Test
  void anEditByHandHasOneRevisionInBoth() throws Exception {
    one.put(document("a", 0), 0);
    for (int i = 2; i < 12; i++) {
      String json = "{\"edit\":" + i + "}";
      Files.writeString(directory.resolve("acme/default.json"), json);
      long revision = i;
      eventually("both have it", () -> has(one, json, revision) && has(other, json, revision));
    }
  }

  @Test
  void aFileOfRevisionsThatIsBrokenMeanwhileStopsNobody() throws Exception {
    one.put(document("a", 0), 0);
    Files.writeString(directory.resolve(".revisions"), "x y\n");
    assertThat(one.put(document("b", 0), 1)).isEqualTo(new Write.Done(2));
    eventually("it is followed", () -> has(other, document("b", 0).json(), 2));
  }

  @Test
  void aWriteWaitsForWhoeverHoldsTheLock() throws Exception {
    one.put(document("a", 0), 0);
    CompletableFuture<Write> write;
    try (FileChannel channel =
        FileChannel.open(directory.resolve(".lock"), StandardOpenOption.WRITE)) {
      FileLock held = lock(channel);
      write = CompletableFuture.supplyAsync(() -> one.put(document("b", 0), 1));
      assertThat(write.completeOnTimeout(new Write.Absent(), 200, TimeUnit.MILLISECONDS).join())
          .isEqualTo(new Write.Absent());
      held.release();
    }
    eventually("it is written", () -> has(one, document("b", 0).json(), 2));
  }

  /** A store may have it for a moment. */
  private static FileLock lock(FileChannel channel) {
    FileLock[] held = new FileLock[1];
    eventually(
        "it is locked",
        () -> {
          try {
            held[0] = channel.tryLock();
            return held[0] != null;
          } catch (OverlappingFileLockException e) {
            return false;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return held[0];
  }

  private static boolean has(PolicyStore store, String json, long revision) {
    return store
        .get(KEY)
        .filter(it -> it.json().equals(json) && it.revision() == revision)
        .isPresent();
  }

  private static PolicyDocument document(String by, long number) {
    return PolicyDocument.of(
        "acme", "default", "{\"by\":\"" + by + "\",\"number\":" + number + "}");
  }
}
