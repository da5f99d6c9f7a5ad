package beamline.router.examples.admin;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.grpc.v1.ExtensionsProto;
import beamline.router.grpc.v1.GovernanceProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference names what machines get, all of it and nothing else. */
class JsonReferenceTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "beamline-admin.md");
  private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

  /** What the command says by itself. */
  private static final List<String> OWN =
      List.of("ok", "error", "code", "message", "target", "serving");

  @Test
  void everyNameIsInTheReferenceAndEveryNameOfTheReferenceIsUsed() throws IOException {
    Set<String> names = new TreeSet<>(OWN);
    Stream.of(GovernanceProto.getDescriptor(), ExtensionsProto.getDescriptor())
        .flatMap(file -> file.getServices().stream())
        .filter(service -> service.getName().endsWith("Admin"))
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> !method.isServerStreaming())
        .map(MethodDescriptor::getOutputType)
        .forEach(answer -> collect(answer, names));

    String page = Files.readString(PAGE);
    Set<String> documented =
        page.substring(page.indexOf("| Of | Names |"))
            .lines()
            .map(line -> line.split("\\|", -1)[2])
            .flatMap(line -> NAME.matcher(line).results())
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(names);
  }

  private static void collect(Descriptor message, Set<String> names) {
    for (FieldDescriptor field : message.getFields()) {
      names.add(field.getName());
      if (field.isMapField()) {
        collectValue(field.getMessageType().findFieldByName("value"), names);
      } else {
        collectValue(field, names);
      }
    }
  }

  private static void collectValue(FieldDescriptor field, Set<String> names) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !field.getMessageType().equals(Timestamp.getDescriptor())) {
      collect(field.getMessageType(), names);
    }
  }
}
