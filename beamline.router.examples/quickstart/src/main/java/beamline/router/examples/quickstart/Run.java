package beamline.router.examples.quickstart;

import beamline.router.api.RouterEngine;
import beamline.router.api.WireMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes requests line by line through the router. */
final class Run {

  /** Far more than the router reads of a message: what is cut here is refused there. */
  static final int MAX_LINE_BYTES = 8 << 20;

  private final Options options;
  private final RouterEngine router;
  private final OutputStream out;
  private final Tally tally;
  private final Executions executions;
  private final Map<String, String> headers;
  private long routerNanos;

  Run(Options options, RouterEngine router, OutputStream out) {
    this.options = options;
    this.router = router;
    this.out = out;
    tally = new Tally(new Weights(router));
    executions = new Executions(router);
    boolean explained = options.explain() || !options.json();
    headers = explained ? Map.of("explain", "true") : Map.of();
  }

  /** Answers everything, then tells the summary. */
  String answerAll(InputStream in, PrintStream err) throws IOException {
    long started = System.nanoTime();
    long number = 0;
    Progress progress = new Progress(err, started);
    Lines lines = new Lines(in, MAX_LINE_BYTES);
    if (!options.json()) {
      print(Table.header());
    }
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      answer(++number, line);
      if (!lines.isReady()) {
        out.flush(); // whoever writes the requests one by one waits for this answer
      }
      progress.answered(number, System.nanoTime());
    }
    out.flush();
    long nanos = System.nanoTime() - started;
    return Summary.of(tally, executions, router.discovery(), nanos, routerNanos);
  }

  private void answer(long number, byte[] line) throws IOException {
    byte[] reply = decide(line);
    Question question = Question.read(line);
    Answer answer = Answer.read(reply, !options.json());
    tally.add(question.tenantId(), answer);
    String executed = executions.play(question, answer);
    if (options.json()) {
      out.write(reply);
      out.write('\n');
    } else {
      Map<String, Double> shares = tally.weights(question.tenantId(), answer.policyId());
      print(Table.row(number, question, answer, Why.of(answer, shares), executed));
      if (options.explain()) {
        print(Table.steps(answer));
      }
    }
  }

  private byte[] decide(byte[] line) {
    long before = System.nanoTime();
    WireMessage request = new WireMessage(WireMessage.JSON, headers, line);
    WireMessage reply = router.exchange(request).toCompletableFuture().join();
    routerNanos += System.nanoTime() - before;
    return reply.body();
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
