package beamline.router.memory.policy;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.TestComponentContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and their tools do to files, beside the store. */
class FilePolicyStoreTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");

  @TempDir Path directory;
  private final List<PolicyChange> changes = new CopyOnWriteArrayList<>();
  private TestComponentContext context;
  private PolicyStore store;

  @BeforeEach
  void openStore() {
    context =
        TestComponentContext.builder()
            .prefix("policy-store.file.")
            .config("directory", directory.toString())
            .build();
    open();
  }

  @AfterEach
  void closeStore() {
    store.close();
    context.close();
  }

  @Test
  void aFileThatNeverCouldBeReadIsRemovedAsWell() throws IOException {
    Path file = write("acme/default.json", "{broken");
    eventually(
        "it is told", () -> changes.stream().anyMatch(PolicyChange.Unreadable.class::isInstance));
    Files.delete(file);
    eventually("the removal is told", () -> changes.contains(new PolicyChange.Removed(KEY, 0)));
  }

  @Test
  void readingADirectoryWithoutPoliciesWritesNothing() throws IOException {
    assertThat(store.get(KEY)).isEmpty();
    assertThat(store.list("acme")).isEmpty();
    assertThat(store.history(KEY, 9)).isEmpty();
    Files.createDirectory(directory.resolve("acme"));
    assertThat(store.all()).isEmpty();
    store.close();

    try (Stream<Path> children = Files.walk(directory)) {
      assertThat(children).containsExactly(directory, directory.resolve("acme"));
    }
  }

  @Test
  void whoOnlyReadsWritesNothingAndCountsAsWhoWritesNextWill() throws IOException {
    store.close();
    write("acme/default.json", "{\"a\":1}");
    openReadOnly();
    assertThat(store.get(KEY).orElseThrow().revision()).isEqualTo(1);
    write("acme/default.json", "{\"a\":2}");
    awaitJson("{\"a\":2}");
    assertThat(store.get(KEY).orElseThrow().revision()).isEqualTo(2);
    assertThatThrownBy(() -> store.delete(KEY, 2))
        .isInstanceOf(RouterException.class)
        .hasMessage("policy acme/default cannot be written: policy-store.file.read-only is true");
    store.close();

    try (Stream<Path> children = Files.list(directory)) {
      assertThat(children).containsExactly(directory.resolve("acme"));
    }
  }

  @Test
  void fileThatIsAddedEditedAndRemovedIsFollowed() throws IOException {
    Path file = write("acme/default.json", "{\"a\":1}");
    awaitJson("{\"a\":1}");
    Files.writeString(file, "{\"a\":2}");
    awaitJson("{\"a\":2}");
    Files.delete(file);
    eventually("the removal is told", () -> changes.contains(new PolicyChange.Removed(KEY, 2)));
    assertThat(store.get(KEY)).isEmpty();
  }

  @Test
  void fileThatIsReplacedByARenameIsFollowedAndNeverMissing() throws IOException {
    Path file = write("acme/default.json", "{\"a\":0}");
    awaitJson("{\"a\":0}");
    for (int i = 1; i <= 20; i++) {
      Path next = Files.writeString(directory.resolve("acme/.next"), "{\"a\":" + i + "}");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      awaitJson("{\"a\":" + i + "}");
    }
    assertThat(changes)
        .noneMatch(PolicyChange.Removed.class::isInstance)
        .noneMatch(PolicyChange.Unreadable.class::isInstance);
    awaitChanges(21);
  }

  @Test
  void fileThatIsBrokenIsToldOnceAndTheFormerOneStays() throws IOException {
    Path file = write("acme/default.json", "{\"a\":1}");
    awaitJson("{\"a\":1}");
    long revision = store.get(KEY).orElseThrow().revision();
    Files.writeString(file, "{\"a\":");
    eventually(
        "it is told to be unreadable",
        () -> changes.stream().anyMatch(PolicyChange.Unreadable.class::isInstance));
    assertThatThrownBy(() -> store.get(KEY))
        .hasMessageStartingWith("policy acme/default cannot be read: its file ends before")
        .hasMessageEndingWith("a change that expects revision " + revision + " replaces it");
    assertThat(store.revision(KEY, revision).orElseThrow().json()).isEqualTo("{\"a\":1}");
    Files.writeString(file, "{\"a\":1}");
    eventually(
        "it is told to be whole again",
        () -> changes.get(changes.size() - 1) instanceof PolicyChange.Updated);
    assertThat(store.get(KEY).orElseThrow().revision()).isEqualTo(revision);
    awaitChanges(3);
    assertThat(((PolicyChange.Unreadable) changes.get(1)).problem())
        .contains("ends before its JSON object is complete");
  }

  @Test
  void fileThatIsBrokenWhenTheStoreOpensIsToldAtOnce() throws IOException {
    store.close();
    write("acme/default.json", "not json");
    write("acme/other.json", "{}");
    open();
    assertThat(store.current())
        .containsExactly(
            new PolicyChange.Unreadable(KEY, 0, "its file begins with 'n', must be a JSON object"),
            new PolicyChange.Updated(store.all().get(0)));
  }

  @Test
  void bytesThatAreNotUtf8AndFilesThatAreTooLargeAreUnreadable() throws IOException {
    Files.createDirectory(directory.resolve("acme"));
    Files.write(directory.resolve("acme/bytes.json"), new byte[] {'{', (byte) 0xff, '}'});
    write("acme/large.json", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
    eventually("both are told", () -> changes.size() == 2);
    assertThat(changes).allMatch(PolicyChange.Unreadable.class::isInstance);
    assertThat(changes.toString()).contains("is not UTF-8").contains("has more than 1048576 bytes");
  }

  @Test
  void tenantsComeAndGo() throws IOException {
    write("acme/default.json", "{}");
    write("globex/a.json", "{}");
    write("globex/b.json", "{}");
    eventually("all are there", () -> store.all().size() == 3);
    delete(directory.resolve("globex"));
    eventually("a tenant is gone", () -> store.all().size() == 1);
    write("globex/a.json", "{\"again\":1}");
    eventually("it is back", () -> store.list("globex").size() == 1);
    assertThat(store.list("globex").get(0).revision()).isEqualTo(2);
  }

  @Test
  void otherFilesAreNobodysPolicies() throws IOException {
    write("acme/.default.json", "{}");
    write("acme/readme.txt", "{}");
    write("acme/my policy.json", "{}");
    write("acme/%zz.json", "{}");
    write("acme/a%3ab.json", "{}");
    write(".git/config.json", "{}");
    write("a b/default.json", "{}");
    write("acme/nested/default.json", "{}");
    write("default.json", "{}");
    write("acme/seen.json", "{}");
    eventually("the only policy is there", () -> !store.all().isEmpty());
    assertThat(store.all())
        .extracting(PolicyDocument::key)
        .containsExactly(new PolicyKey("acme", "seen"));
    awaitChanges(1);
  }

  @Test
  void idsThatMeanSomethingToAFileSystemAreEncoded() throws IOException {
    write("a%2Fb/x%3Ay.json", "{}");
    write("%2E./%2Ehidden.json", "{}");
    eventually("both are there", () -> store.all().size() == 2);
    assertThat(store.all())
        .extracting(PolicyDocument::key)
        .containsExactly(new PolicyKey("..", ".hidden"), new PolicyKey("a/b", "x:y"));
  }

  @Test
  void linksAreFollowedInsideAndIgnoredWhenTheyLeadOutside(@TempDir Path elsewhere)
      throws IOException {
    Files.writeString(elsewhere.resolve("secret.json"), "{\"secret\":1}");
    Path data = Files.createDirectories(directory.resolve("..2026/acme"));
    Files.writeString(data.resolve("default.json"), "{\"a\":1}");
    Files.createSymbolicLink(directory.resolve("acme"), Path.of("..2026/acme"));
    Files.createSymbolicLink(directory.resolve("evil"), elsewhere);
    Files.createDirectory(directory.resolve("globex"));
    Files.createSymbolicLink(
        directory.resolve("globex/secret.json"), elsewhere.resolve("secret.json"));
    awaitJson("{\"a\":1}");
    assertThat(store.all()).hasSize(1);
    assertThatThrownBy(() -> store.put(PolicyDocument.of("evil", "x", "{}"), 0))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("leads out of");
    assertThat(store.put(PolicyDocument.of("globex", "secret", "{}"), 0))
        .isInstanceOf(Write.Done.class);
    assertThat(Files.readString(elsewhere.resolve("secret.json"))).isEqualTo("{\"secret\":1}");
  }

  @Test
  void directoryThatGoesAwayAsAWholeTakesNoPolicyWithIt() throws IOException {
    write("acme/default.json", "{\"a\":1}");
    awaitJson("{\"a\":1}");
    Path away = directory.resolveSibling(directory.getFileName() + "-away");
    Files.move(directory, away);
    Path other = Files.createDirectories(directory.resolveSibling("unrelated"));
    Files.delete(other);
    Files.move(away, directory);
    Files.writeString(directory.resolve("acme/default.json"), "{\"a\":2}");
    awaitJson("{\"a\":2}");
    assertThat(changes).noneMatch(PolicyChange.Removed.class::isInstance);
  }

  @Test
  void historyGoesBackOverRestartsEditsAndRemovals() throws IOException {
    store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
    Instant storedAt = store.get(KEY).orElseThrow().updatedAt();
    store.close();
    open();
    write("acme/default.json", "{\"a\":2}");
    awaitJson("{\"a\":2}");
    store.put(PolicyDocument.of("acme", "default", "{\"a\":3}"), 2);
    store.delete(KEY, 3);
    store.close();
    open();
    store.put(PolicyDocument.of("acme", "default", "{\"a\":4}"), 0);

    assertThat(store.history(KEY, 10))
        .extracting(PolicyChange::revision)
        .containsExactly(4L, 3L, 3L, 2L, 1L);
    assertThat(store.history(KEY, 10).get(1)).isEqualTo(new PolicyChange.Removed(KEY, 3));
    List<PolicyDocument> documents = PolicyChange.documents(store.history(KEY, 10));
    assertThat(documents)
        .extracting(PolicyDocument::json)
        .containsExactly("{\"a\":4}", "{\"a\":3}", "{\"a\":2}", "{\"a\":1}");
    assertThat(documents.get(3).updatedAt()).isEqualTo(storedAt);
    assertThat(store.history(KEY, 2)).hasSize(2);
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void historyTellsRemovalsThatNobodySaw() throws IOException {
    Path file = write("acme/default.json", "{\"a\":1}");
    awaitJson("{\"a\":1}");
    store.close();
    Files.delete(file);
    open();
    assertThat(store.history(KEY, 10)).containsExactly(new PolicyChange.Removed(KEY, 1));
    store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
    assertThat(store.history(KEY, 10)).extracting(PolicyChange::revision).containsExactly(2L, 1L);
  }

  @Test
  void historyTellsWhatAnotherStoreDidBetweenTwoLooks() {
    PolicyStore other = new FilePolicyStoreProvider().create(context);
    store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
    other.delete(KEY, 1);
    other.put(PolicyDocument.of("acme", "default", "{\"a\":2}"), 0);
    awaitJson("{\"a\":2}");
    assertThat(store.history(KEY, 10))
        .isEqualTo(other.history(KEY, 10))
        .extracting(PolicyChange::revision)
        .containsExactly(2L, 1L, 1L);
    other.close();
  }

  @Test
  void historyKeepsAsManyRevisionsAsItIsTold() throws IOException {
    store.close();
    context.close();
    context =
        TestComponentContext.builder()
            .prefix("policy-store.file.")
            .config("directory", directory.toString())
            .config("max-revisions", "3")
            .build();
    open();
    for (int i = 0; i < 8; i++) {
      store.put(PolicyDocument.of("acme", "default", "{\"a\":" + i + "}"), i);
    }
    try (Stream<Path> files = Files.list(directory.resolve(".history/acme/default"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("5.json", "6.json", "7.json");
    }
  }

  @Test
  void revisionsCountUpOverEditsThatNobodySaw() throws IOException {
    write("acme/default.json", "{\"a\":1}");
    awaitJson("{\"a\":1}");
    store.close();
    write("acme/default.json", "{\"a\":2}");
    open();
    assertThat(store.get(KEY).orElseThrow().revision()).isEqualTo(2);
    store.close();
    open();
    assertThat(store.get(KEY).orElseThrow().revision()).isEqualTo(2);
  }

  @Test
  void brokenFileOfRevisionsIsAnErrorThatNamesTheLine() throws IOException {
    store.close();
    Files.writeString(directory.resolve(".revisions"), "1 - acme/default\nx y\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(RouterException.class)
        .hasMessageContaining(".revisions line 2 is 'x y'");
    Files.delete(directory.resolve(".revisions"));
    open();
  }

  @Test
  void putConflictsWithAnEditThatWasNotSeenYet() throws IOException {
    Write.Done first = (Write.Done) store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
    write("acme/default.json", "{\"by hand\":1}");
    assertThat(store.put(PolicyDocument.of("acme", "default", "{\"a\":2}"), first.revision()))
        .isEqualTo(new Write.Conflict(1, 2));
    assertThat(Files.readString(directory.resolve("acme/default.json")))
        .isEqualTo("{\"by hand\":1}");
  }

  @Test
  void putLeavesNothingElseBehindAndIsToldOnce() throws IOException {
    store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
    store.put(PolicyDocument.of("acme", "default", "{\"a\":2}"), 1);
    write("acme/other.json", "{}");
    eventually("a later change is told", () -> store.all().size() == 2);
    try (Stream<Path> files = Files.list(directory.resolve("acme"))) {
      assertThat(files).hasSize(2);
    }
    awaitChanges(3);
  }

  @Test
  void textThatIsNotAJsonObjectIsNotWritten() {
    assertThatThrownBy(() -> store.put(PolicyDocument.of("acme", "default", "[1]"), 0))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("begins with '['");
    assertThat(store.all()).isEmpty();
  }

  @Test
  void directoryMustBeConfiguredAndExist() {
    try (TestComponentContext none =
            TestComponentContext.builder().prefix("policy-store.file.").build();
        TestComponentContext missing =
            TestComponentContext.builder().config("directory", directory + "/missing").build()) {
      assertThatThrownBy(() -> new FilePolicyStoreProvider().create(none))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining("policy-store.file.directory");
      assertThatThrownBy(() -> new FilePolicyStoreProvider().create(missing))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining("missing");
    }
  }

  private void openReadOnly() {
    context.close();
    context =
        TestComponentContext.builder()
            .prefix("policy-store.file.")
            .config("directory", directory.toString())
            .config("read-only", "true")
            .build();
    open();
  }

  private void open() {
    store = new FilePolicyStoreProvider().create(context);
    changes.clear();
    store.watch(changes::add);
  }

  private void awaitJson(String json) {
    eventually(
        "the policy is " + json,
        () -> store.get(KEY).map(PolicyDocument::json).filter(json::equals).isPresent());
  }

  /** A document can be read a moment before it is told. */
  private void awaitChanges(int count) {
    eventually(count + " changes are told", () -> changes.size() >= count);
    assertThat(changes).hasSize(count);
  }

  private Path write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
