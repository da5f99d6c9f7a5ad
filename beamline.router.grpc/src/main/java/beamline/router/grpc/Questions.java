package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Administration;
import com.google.protobuf.Struct;

/**
 * Asks the questions of the administration subjects. Their answers are the same here; but what is
 * not answered is a status, as everywhere in gRPC. A dry run that ends in a refusal is an answer.
 */
final class Questions {
  private static final String REFUSED_DRY_RUN = "PIPELINE_ERROR";

  private Questions() {}

  static Struct ask(Administration administration, AdminQuestion question, Struct body) {
    Struct answer = StructJson.read(administration.ask(question, StructJson.text(body)));
    Struct error = answer.getFieldsOrDefault("error", StructJson.NOTHING).getStructValue();
    Struct details = error.getFieldsOrDefault("details", StructJson.NOTHING).getStructValue();
    if (error.getFieldsCount() == 0 || text(details, "admin_code").equals(REFUSED_DRY_RUN)) {
      return answer;
    }
    throw new RouterException(ErrorCode.ofReason(text(error, "code")), text(error, "message"));
  }

  private static String text(Struct object, String name) {
    return object.getFieldsOrDefault(name, StructJson.NOTHING).getStringValue();
  }
}
