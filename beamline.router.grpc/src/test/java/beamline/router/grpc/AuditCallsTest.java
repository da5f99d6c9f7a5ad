package beamline.router.grpc;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.grpc.v1.AccessAdminGrpc;
import beamline.router.grpc.v1.AuditAdminGrpc;
import beamline.router.grpc.v1.AuditEntry;
import beamline.router.grpc.v1.ListChainsRequest;
import beamline.router.grpc.v1.ListRolesRequest;
import beamline.router.grpc.v1.ReadEntriesRequest;
import beamline.router.grpc.v1.ReadEntriesResponse;
import beamline.router.testkit.AuditEntries;
import beamline.router.testkit.RecordingAuditSink;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit log over gRPC: the chain of another node, {@code node-1}, with 1234 entries, of which
 * the last one concerns globex and all others acme.
 */
class AuditCallsTest {
  private static final int ENTRIES = 1234;

  @TempDir static Path folder;

  private final RecordingAuditSink sink = new RecordingAuditSink();

  private PlainNode start() throws Exception {
    AuditEntries chain = new AuditEntries("node-1");
    sink.append(chain.next(ENTRIES - 1));
    String ofAcme = sink.entries().get(0).body();
    sink.append(List.of(chain.next(ofAcme.replace("acme", "globex"))));
    return new PlainNode(folder, Runnable::run, Map.of(), sink);
  }

  @Test
  void chainsAreListedAndReadInPartsToTheLastCharacter() throws Exception {
    try (PlainNode node = start()) {
      assertThat(
              AuditAdminGrpc.newBlockingStub(node.admin())
                  .listChains(ListChainsRequest.getDefaultInstance())
                  .getChainsList())
          .contains("node-1");
      List<AuditEntry> read = read(node.admin(), all().setLimit(100_000).build());
      assertThat(read).extracting(AuditCallsTest::entry).isEqualTo(sink.entries());
      assertThat(read(node.admin(), all().build())).hasSize(1000);
      assertThat(read(node.admin(), all().setFromIndex(1230).build()))
          .extracting(AuditEntry::getIndex)
          .containsExactlyElementsOf(LongStream.rangeClosed(1230, ENTRIES).boxed().toList());
      assertThat(read(node.admin(), all().setChain("node-2").build())).isEmpty();
    }
  }

  @Test
  void aTenantsAuditorReadsWhatConcernsTheTenantAndNothingElse() throws Exception {
    try (PlainNode node = start()) {
      Refusal refusal = Refusal.of(() -> read(node.vera(), all().build()));
      assertThat(refusal.status()).isEqualTo(Status.Code.PERMISSION_DENIED);
      node.router()
          .administration()
          .access()
          .putRole(new Role("auditor", "", Set.of(Permission.AUDIT_READ)));
      node.grant("vera", "globex", "auditor");
      ReadEntriesRequest ofGlobex = all().setTenantId("globex").setLimit(2000).build();
      assertThat(read(node.vera(), ofGlobex))
          .extracting(AuditEntry::getIndex)
          .containsExactly((long) ENTRIES);
      assertThat(read(node.vera(), all().setTenantId("globex").build()))
          .as("among the first 1000")
          .isEmpty();
      for (ReadEntriesRequest other :
          List.of(
              all().build(), all().setTenantId("*").build(), all().setTenantId("acme").build())) {
        assertThat(Refusal.of(() -> read(node.vera(), other)).status())
            .isEqualTo(Status.Code.PERMISSION_DENIED);
      }
      assertThat(
              Refusal.of(
                      () ->
                          AuditAdminGrpc.newBlockingStub(node.vera())
                              .listChains(ListChainsRequest.getDefaultInstance()))
                  .status())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(Refusal.of(() -> read(node.channel(), all().build())).status())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void whoeverReadsIsToldWhereToGoOnWhateverIsGoneAndWhateverItMaySee() throws Exception {
    LongAudit log = new LongAudit(50_001).release();
    try (PlainNode node = new PlainNode(folder, Runnable::run, Map.of(), log)) {
      ReadEntriesRequest.Builder request = all().setChain("long").setTenantId("acme").setLimit(120);
      List<ReadEntriesResponse> first = answers(node.admin(), request.build());
      assertThat(entries(first)).hasSize(120);
      assertThat(entries(first).get(0).getIndex()).isEqualTo(50_001);
      assertThat(next(first)).isEqualTo(50_121);
      List<ReadEntriesResponse> second =
          answers(node.admin(), request.setFromIndex(next(first)).build());
      assertThat(entries(second).get(0).getIndex()).isEqualTo(50_121);
      assertThat(next(second)).isEqualTo(50_241);

      List<ReadEntriesResponse> ofOthers =
          answers(node.admin(), all().setChain("long").setTenantId("globex").setLimit(7).build());
      assertThat(entries(ofOthers)).isEmpty();
      assertThat(next(ofOthers)).isEqualTo(50_008);
    }
  }

  @Test
  void whoHasReadEverythingIsToldToAskThereAgain() throws Exception {
    try (PlainNode node = start()) {
      assertThat(next(answers(node.admin(), all().setLimit(100_000).build())))
          .isEqualTo(ENTRIES + 1);
      List<ReadEntriesResponse> end =
          answers(node.admin(), all().setFromIndex(ENTRIES + 1).build());
      assertThat(entries(end)).isEmpty();
      assertThat(next(end)).isEqualTo(ENTRIES + 1);
      assertThat(next(answers(node.admin(), all().setChain("node-2").build()))).isEqualTo(1);
    }
  }

  @Test
  void whatCannotBeAskedForIsNamed() throws Exception {
    try (PlainNode node = start()) {
      expect(node, request -> request.setChain("../node-1"), "chain is '../node-1', must be ");
      expect(node, ReadEntriesRequest.Builder::clearChain, "chain is '', must be ");
      expect(node, request -> request.setFromIndex(-1), "from_index is -1, must be 0 or more");
      expect(node, request -> request.setLimit(100_001), "limit is 100001, must be from 0 to ");
      expect(node, request -> request.setTenantId("a b"), "tenant_id is 'a b', must be ");
    }
  }

  private static void expect(
      PlainNode node, Consumer<ReadEntriesRequest.Builder> mistake, String told) {
    ReadEntriesRequest.Builder request = all();
    mistake.accept(request);
    Refusal refusal = Refusal.of(() -> read(node.admin(), request.build()));
    assertThat(refusal.status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).startsWith(told);
  }

  @Test
  void noMoreIsReadThanTheCallerTakesAndNothingForWhoIsGone() throws Exception {
    LongAudit log = new LongAudit(1).release();
    try (PlainNode node = new PlainNode(folder, Runnable::run, Map.of(), log)) {
      SlowReader slow = slowReader(node);
      eventually("one entry came", () -> slow.taken.get() == 1);
      List<AuditEntry> others = read(node.admin(), all().setChain("long").setLimit(501).build());
      assertThat(others).hasSize(501);
      assertThat(log.read()).as("read for both").isLessThan(2500);

      slow.call.request(5000);
      eventually("all that was asked for came", () -> slow.taken.get() == 5001);
      slow.call.cancel("enough", null);
      assertThat(slow.end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.Code.CANCELLED);
      assertThat(log.read()).isLessThan(9000);
    }
  }

  @Test
  void onlySoManyReadAtOnceAndAdministrationDoesNotWaitForThem() throws Exception {
    LongAudit log = new LongAudit(1);
    try (PlainNode node = new PlainNode(folder, Runnable::run, Map.of(), log)) {
      List<SlowReader> readers = new ArrayList<>();
      for (int i = 0; i <= AuditService.MOST_READERS; i++) {
        readers.add(slowReader(node));
      }
      eventually("one is too many", () -> readers.removeIf(reader -> reader.end.isDone()));
      assertThat(readers).hasSize(AuditService.MOST_READERS);
      Refusal refusal = Refusal.of(() -> read(node.admin(), all().build()));
      assertThat(refusal.info().getReason()).isEqualTo(ErrorCode.SERVICE_OVERLOADED.name());
      assertThat(refusal.message()).isEqualTo("64 calls read the audit log already");
      assertThat(
              AccessAdminGrpc.newBlockingStub(node.admin())
                  .withDeadlineAfter(1, TimeUnit.MINUTES)
                  .listRoles(ListRolesRequest.getDefaultInstance())
                  .getRolesList())
          .isNotEmpty();
      assertThat(readers).allMatch(reader -> reader.taken.get() == 0 && !reader.end.isDone());

      log.release();
      for (SlowReader reader : readers) {
        eventually("everybody has its turn", () -> reader.taken.get() == 1);
      }
      assertThat(log.read())
          .as("a part for each of those who do not read, and what the network holds")
          .isLessThan(2 * AuditService.MOST_READERS * EntryStream.PART);
      readers.get(0).call.cancel("enough", null);
      eventually("there is room", () -> !slowReader(node).isRefused());
      for (SlowReader reader : readers) {
        reader.call.cancel("enough", null);
      }
      for (int i = 0; i <= AuditService.MOST_READERS; i++) {
        eventually("who has read makes room, too", () -> canRead(node));
      }
    }
  }

  private static boolean canRead(PlainNode node) {
    try {
      return !read(node.admin(), all().setChain("long").setLimit(1).build()).isEmpty();
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  private static SlowReader slowReader(PlainNode node) {
    SlowReader reader = new SlowReader();
    AuditAdminGrpc.newStub(node.admin())
        .readEntries(all().setChain("long").setLimit(100_000).build(), reader);
    return reader;
  }

  /** Takes the first entry, and others when it is told to. */
  private static final class SlowReader
      implements ClientResponseObserver<ReadEntriesRequest, ReadEntriesResponse> {
    private final AtomicInteger taken = new AtomicInteger();
    private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
    private volatile ClientCallStreamObserver<ReadEntriesRequest> call;

    /** Whether it is sent away instead of being given something. */
    boolean isRefused() {
      eventually("it hears something", () -> end.isDone() || taken.get() > 0);
      return end.isDone();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ReadEntriesRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(ReadEntriesResponse answer) {
      assertThat(answer.getEntry().getIndex()).isEqualTo(taken.incrementAndGet());
    }

    @Override
    public void onError(Throwable refusal) {
      end.complete(((StatusRuntimeException) refusal).getStatus().getCode());
    }

    @Override
    public void onCompleted() {
      end.complete(Status.Code.OK);
    }
  }

  @Test
  void aSinkThatIsAwayIsSaidToBeAndWhatItSaysIsNot() throws Exception {
    try (PlainNode node =
        new PlainNode(folder, Runnable::run, Map.of(), new LongAudit("postgres://hush@10.0.0.7"))) {
      Refusal refusal = Refusal.of(() -> read(node.admin(), all().build()));
      assertThat(refusal.status()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(refusal.info().getReason()).isEqualTo(ErrorCode.SERVICE_DOWN.name());
      assertThat(refusal.message()).isEqualTo("the audit sink is not reachable");
      assertThat(refusal.thrown().getTrailers().toString()).doesNotContain("hush");
    }
  }

  private static ReadEntriesRequest.Builder all() {
    return ReadEntriesRequest.newBuilder().setChain("node-1");
  }

  private static List<AuditEntry> read(Channel caller, ReadEntriesRequest request) {
    return entries(answers(caller, request));
  }

  private static List<AuditEntry> entries(List<ReadEntriesResponse> answers) {
    return answers.stream()
        .limit(answers.size() - 1)
        .peek(answer -> assertThat(answer.hasEntry()).isTrue())
        .map(ReadEntriesResponse::getEntry)
        .toList();
  }

  /** The index to go on from, which alone is in the last message. */
  private static long next(List<ReadEntriesResponse> answers) {
    ReadEntriesResponse last = answers.get(answers.size() - 1);
    assertThat(last.hasEntry()).isFalse();
    return last.getNextIndex();
  }

  private static List<ReadEntriesResponse> answers(Channel caller, ReadEntriesRequest request) {
    List<ReadEntriesResponse> answers = new ArrayList<>();
    AuditAdminGrpc.newBlockingStub(caller).readEntries(request).forEachRemaining(answers::add);
    return answers;
  }

  private static beamline.router.api.admin.AuditEntry entry(AuditEntry message) {
    return new beamline.router.api.admin.AuditEntry(
        message.getChain(),
        message.getIndex(),
        message.getForm(),
        message.getKeyId(),
        message.getPreviousMac(),
        message.getMac(),
        message.getBody());
  }
}
