package beamline.router.engine.analysis;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.ReplayReport;
import beamline.router.api.policy.ReplayReport.UnreadableLine;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.decide.Rehearsal;
import beamline.router.engine.wire.RecordedRequest;
import beamline.router.engine.wire.RecordingReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Decides a recording under two policies. Belongs to one thread, and is run once. */
final class Replay {
  private static final int SHOWN_UNREADABLE = 20;
  private static final int LINES_PER_REPORT = 100_000;
  private static final long NANOS_PER_REPORT = TimeUnit.SECONDS.toNanos(1);

  private final Rehearsal rehearsal;
  private final RecordingReader reader;
  private final CompiledPolicy before;
  private final CompiledPolicy after;
  private final Tally tallyBefore;
  private final Tally tallyAfter;
  private final Moves moves = new Moves();
  private final List<UnreadableLine> firstUnreadable = new ArrayList<>();
  private long lines;
  private long replayed;
  private long ofOtherPolicies;
  private long unreadable;

  Replay(Rehearsal rehearsal, RecordingReader reader, CompiledPolicy before, CompiledPolicy after) {
    this.rehearsal = rehearsal;
    this.reader = reader;
    this.before = before;
    this.after = after;
    tallyBefore = new Tally(before);
    tallyAfter = new Tally(after);
  }

  ReplayReport run(Path file, Consumer<ReplayReport> progress) {
    long reported = System.nanoTime();
    try (Recording recording = Recording.open(file, reader.maxBytes())) {
      while (!Thread.currentThread().isInterrupted()) {
        if (!recording.next()) {
          return report(true);
        }
        if (recording.isBlank()) {
          continue;
        }
        take(recording);
        long now = System.nanoTime();
        if (lines % LINES_PER_REPORT == 0 || now - reported >= NANOS_PER_REPORT) {
          reported = now;
          progress.accept(report(false));
        }
      }
    } catch (ClosedByInterruptException e) {
      // told by the report, like an interruption between two lines
    } catch (IOException e) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST, "the recording " + file + " cannot be read: " + e, e);
    }
    return report(false);
  }

  private void take(Recording recording) {
    lines++;
    if (recording.isTooLong()) {
      unreadable(recording.number(), "line has more than " + reader.maxBytes() + " bytes");
      return;
    }
    RecordedRequest line = reader.read(recording.line());
    if (line instanceof RecordedRequest.Refused refused) {
      unreadable(recording.number(), refused.rejection().message());
    } else if (line instanceof RecordedRequest.Accepted accepted) {
      if (asks(accepted.request(), before.key)) {
        double draw = accepted.hasDraw() ? accepted.draw() : derived(recording.number());
        decide(accepted.request(), draw);
      } else {
        ofOtherPolicies++;
      }
    }
  }

  private void unreadable(long number, String reason) {
    unreadable++;
    if (firstUnreadable.size() < SHOWN_UNREADABLE) {
      firstUnreadable.add(new UnreadableLine(number, reason));
    }
  }

  private static boolean asks(RouteRequest request, PolicyKey key) {
    return request.policyId().equals(key.policyId()) && request.tenantId().equals(key.tenantId());
  }

  private void decide(RouteRequest request, double draw) {
    RouteOutcome was = rehearsal.decide(request, before, draw);
    RouteOutcome is = rehearsal.decide(request, after, draw);
    replayed++;
    tallyBefore.add(was);
    tallyAfter.add(is);
    moves.count(was, is);
  }

  /** Anybody can derive it again. */
  private static double derived(long number) {
    return new SplittableRandom(number).nextDouble();
  }

  private ReplayReport report(boolean complete) {
    return new ReplayReport(
        complete,
        lines,
        replayed,
        ofOtherPolicies,
        unreadable,
        firstUnreadable,
        replayed - moves.total(),
        moves.total(),
        tallyBefore.side(),
        tallyAfter.side(),
        moves.list());
  }
}
