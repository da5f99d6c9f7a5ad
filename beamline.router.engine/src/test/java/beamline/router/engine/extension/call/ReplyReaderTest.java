package beamline.router.engine.extension.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Extension.Kind;
import beamline.router.spi.Extension.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'reject'}",
        "{'status':'REJECT'}",
        "{'status':' Reject '}",
        "{'status':'rejected'}",
        "{'valid':false}",
        "{'valid':'False'}",
        "{'status':'ok','valid':false}",
        "{'valid':true,'status':'reject'}",
        "{'status':'reject','payload':{}}",
        "{'status':'reject','error':{'code':'x'}}"
      })
  void everySpellingOfARefusalIsOneWhateverTheKind(String reply) throws CallFailure {
    for (Kind kind : Kind.values()) {
      assertThat(read(kind, reply)).isInstanceOf(Reply.Refuse.class);
    }
  }

  @Test
  void aRefusalTellsItsReasonAndDetails() throws CallFailure {
    assertThat(
            read(
                Kind.VALIDATOR,
                "{'status':'reject','reason':'bad words','details':{'word':'x','at':3}}"))
        .isEqualTo(new Reply.Refuse("bad words", Map.of("word", "x", "at", 3L)));
    assertThat(read(Kind.VALIDATOR, "{'valid':false,'error':{'code':'E1','message':'no'}}"))
        .isEqualTo(new Reply.Refuse("no", Map.of()));
    assertThat(read(Kind.VALIDATOR, "{'valid':false,'error':{'code':'E1'},'details':[1]}"))
        .isEqualTo(new Reply.Refuse("E1", Map.of()));
    assertThat(read(Kind.VALIDATOR, "{'valid':false}"))
        .isEqualTo(new Reply.Refuse("it gave no reason", Map.of()));
  }

  @Test
  void aReasonFitsInALineAndIsNotEndless() throws CallFailure {
    Reply reply = read(Kind.VALIDATOR, "{'valid':false,'reason':'a\\nb" + "x".repeat(900) + "'}");
    assertThat(((Reply.Refuse) reply).reason()).startsWith("a?b").hasSizeLessThan(600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'code':'db_down','message':'no database'}}",
        "{'error':{'message':'no database'},'payload':{}}",
        "{'error':'no database','status':'ok'}"
      })
  void anErrorIsARefusalOfAValidatorAndAFailedCallOfTheOthers(String reply) throws CallFailure {
    assertThat(read(Kind.VALIDATOR, reply)).isEqualTo(new Reply.Refuse("no database", Map.of()));
    for (Kind kind : List.of(Kind.PRE, Kind.POST)) {
      assertThat(failure(kind, reply)).contains("failed: no database");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'ok'}",
        "{'status':'OK','details':{}}",
        "{'valid':true}",
        "{'valid':'true','reason':'fine'}",
        "{'status':'ok','valid':true}",
        "{'status':'ok','error':null,'valid':null}"
      })
  void aValidatorSaysYes(String reply) throws CallFailure {
    assertThat(read(Kind.VALIDATOR, reply)).isEqualTo(Reply.proceed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'status':null}",
        "{'status':'okay'}",
        "{'status':''}",
        "{'status':0}",
        "{'status':{}}",
        "{'status':['ok']}",
        "{'valid':1}",
        "{'valid':'yes'}",
        "{'valid':true,'status':'pending'}",
        "{'Status':'ok'}",
        "{'payload':{'text':'hi'}}",
        "{'result':{'status':'ok'}}"
      })
  void whatIsNotKnownToBeAYesOfAValidatorIsAFailedCall(String reply) {
    assertThat(failure(Kind.VALIDATOR, reply)).contains("says neither ok nor reject");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "'ok'",
        "[]",
        "[{'status':'ok'}]",
        "{'status':'ok'",
        "{'status':'ok'}}",
        "{'status':'ok'} {'status':'ok'}",
        "{status:ok}",
        "{'n':1e999}",
        "\u0000{'status':'ok'}",
        "OK"
      })
  void whatIsNoJsonObjectIsAnInvalidResponse(String reply) {
    for (Kind kind : Kind.values()) {
      assertThat(failure(kind, reply)).contains("invalid_response_format");
    }
  }

  @Test
  void aReplyIsBounded() {
    assertThat(failure(Kind.PRE, "{'payload':{'text':'" + "x".repeat(1500) + "'}}"))
        .contains("must be at most 1500");
    assertThat(failure(Kind.PRE, "{'a':" + "[".repeat(100) + "]".repeat(100) + "}"))
        .contains("nested deeper than 64");
  }

  @Test
  void aPreOrPostProcessorChangesMessageAndContext() throws CallFailure {
    for (Kind kind : List.of(Kind.PRE, Kind.POST)) {
      assertThat(read(kind, "{'payload':{'payload':{'a':1}},'metadata':{'seen':true}}"))
          .isEqualTo(new Reply.Proceed(Map.of("payload", Map.of("a", 1L)), Map.of("seen", true)));
      assertThat(read(kind, "{}")).isEqualTo(Reply.proceed());
      assertThat(read(kind, "{'status':'ok','extra':1}")).isEqualTo(Reply.proceed());
      assertThat(failure(kind, "{'metadata':[1]}")).contains("metadata that is no object");
      assertThat(failure(kind, "{'stream':'S','seq':7}")).contains("has none of payload, metadata");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'error'", "'failed'", "''", "500", "false", "{'code':1}"})
  void aStatusThatIsNotOkIsAFailedCallOfAPreOrPostProcessor(String status) {
    for (Kind kind : List.of(Kind.PRE, Kind.POST)) {
      assertThat(failure(kind, "{'status':" + status + ",'metadata':{'seen':true}}"))
          .startsWith("failed: it says status");
    }
  }

  @Test
  void aPayloadThatIsNoObjectGoesIntoTheMessageOfAPreProcessor() throws CallFailure {
    assertThat(read(Kind.PRE, "{'payload':'short'}"))
        .isEqualTo(new Reply.Proceed(Map.of("payload", "short"), Map.of()));
    assertThat(read(Kind.POST, "{'payload':'short'}")).isEqualTo(Reply.proceed());
  }

  @Test
  void garbageNeverPassesAValidatorAndNeverThrowsAnythingElse() {
    SplittableRandom random = new SplittableRandom(7);
    byte[] seed = "{\"status\":\"ok\",\"valid\":true}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = seed.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        Reply reply = ReplyReader.read(bytes, Kind.VALIDATOR, Samples.LIMITS);
        if (reply instanceof Reply.Proceed) {
          assertThat(new String(bytes, StandardCharsets.UTF_8)).containsAnyOf("ok", "OK", "true");
        }
      } catch (CallFailure e) {
        assertThat(e.code()).isEqualTo(ErrorCode.EXTENSION_ERROR);
      }
    }
  }

  private static Reply read(Kind kind, String reply) throws CallFailure {
    return ReplyReader.read(
        reply.replace('\'', '"').getBytes(StandardCharsets.UTF_8), kind, Samples.LIMITS);
  }

  private static String failure(Kind kind, String reply) {
    CallFailure[] seen = new CallFailure[1];
    assertThatThrownBy(() -> read(kind, reply))
        .isInstanceOfSatisfying(CallFailure.class, failure -> seen[0] = failure);
    assertThat(seen[0].code()).isEqualTo(ErrorCode.EXTENSION_ERROR);
    assertThat(seen[0].blamed()).isTrue();
    return seen[0].what();
  }
}
