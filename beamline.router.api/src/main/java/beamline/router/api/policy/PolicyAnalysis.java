package beamline.router.api.policy;

import beamline.router.api.Explanation;
import beamline.router.api.RouteRequest;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a change of a policy would mean, found out before it is made. The documents need not be
 * stored. Nothing here has an effect: no limit is taken, no pin written, no extension called,
 * nothing counted. Safe for concurrent use.
 *
 * <p>Decisions are made over a <em>neutral state</em>, so that they are the same on every node and
 * at any time: every provider is available, latency and cost are those that the document declares,
 * else the configured defaults; sessions have no pins, limits are not looked at, and extensions
 * change nothing. Only the draw is random, where it is not recorded.
 *
 * <p>Every method throws {@link InvalidPolicyException} for a document that cannot be used, unless
 * it says something else.
 */
public interface PolicyAnalysis {

  /**
   * What differs between two documents. They may have problems, as long as they are JSON objects.
   *
   * @throws InvalidPolicyException when one of them is not
   */
  PolicyDiff diff(PolicyDocument before, PolicyDocument after);

  /** How much a policy asks of extensions, for every request. */
  PolicyComplexity complexity(PolicyDocument document);

  /**
   * Decides one request under a document, whatever policy the request names, and tells how that
   * came about.
   */
  Explanation dryRun(PolicyDocument document, RouteRequest request);

  /**
   * Like {@link #dryRun(PolicyDocument, RouteRequest)}, for a request as a line of a recording has
   * it, with its draw. Bytes that are no request are a refusal in the explanation.
   *
   * @param recorded the request in JSON
   */
  Explanation dryRun(PolicyDocument document, byte[] recorded);

  /**
   * Decides recorded requests under two documents of one key.
   *
   * <p>A recording has a decide request per line, in any JSON form that clients send: what {@code
   * nats sub --raw beamline.router.v1.decide} prints is one. Headers are not part of it, so the
   * tenant id must be in the message, and the version need not be. Blank lines are passed over. A
   * line that intake would refuse, or that is longer than {@code intake.max-payload-bytes}, is
   * unreadable.
   *
   * <p>Both documents decide a request with the same draw, so that only the change tells them
   * apart: that in the member {@code $draw} of the line, a number from 0 to less than 1; else
   * {@code new SplittableRandom(lineNumber).nextDouble()}, lines being counted from 1.
   *
   * <p>The recording is read once, line by line, in the calling thread.
   *
   * @param progress is told how far it is, every 100,000 lines and every second
   * @return the whole report; an incomplete one when the thread was interrupted, which it then
   *     still is
   * @throws beamline.router.api.RouterException with {@link
   *     beamline.router.api.ErrorCode#INVALID_REQUEST} when the recording cannot be read
   * @throws IllegalArgumentException when the keys of the documents differ
   */
  ReplayReport replay(
      PolicyDocument before, PolicyDocument after, Path recording, Consumer<ReplayReport> progress);

  /** The document as administrators of other routers see it; much is lost. */
  PolicyView view(PolicyDocument document);

  /**
   * The document that a view stands for, without revision: sessions stick by {@code session_id} for
   * an hour, and providers that only rules name have no weight.
   *
   * @throws InvalidPolicyException when the view makes no policy; the paths are those of the view
   */
  PolicyDocument document(String tenantId, PolicyView view);
}
