package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the service's failures are called here: action, place, status and request. Stateless. */
final class S3Failures {
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int PRECONDITION_FAILED = 412;
  static final int NO_SUCH_RANGE = 416;

  /** What a service says of a body that does not fit its checksum, by algorithm. */
  private static final Set<String> ALTERED =
      Set.of("BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch");

  private S3Failures() {}

  /** A call of the service. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * Runs a call.
   *
   * @param what the action and its place, such as {@code put bucket/key}
   * @throws NoSuchFileException when the service says that there is no such thing
   * @throws IOException for every other failure, after its retries
   */
  static <T> T run(String what, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (SdkException e) {
      throw explained(what, e);
    }
  }

  /** As {@link #run}; failures are a tool's answer. */
  static <T> T answer(String what, Call<T> call) {
    try {
      return run(what, call);
    } catch (NoSuchFileException e) {
      throw ToolException.invalid(e.getMessage());
    } catch (IOException e) {
      throw ToolException.error(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  /**
   * Whether a failure came about on the way, and the SDK would not try again of itself: an answer
   * that breaks off, which is no XML then, and a body that arrived as another one than was sent.
   */
  static boolean isOfTheWay(Throwable failure) {
    if (failure instanceof AwsServiceException refused) {
      // The answer to a HEAD has no details, or none with a code.
      return refused.awsErrorDetails() != null
          && refused.awsErrorDetails().errorCode() != null
          && ALTERED.contains(refused.awsErrorDetails().errorCode());
    }
    return failure instanceof SdkException && failure.getCause() instanceof XMLStreamException;
  }

  static IOException explained(String what, SdkException failure) {
    String text = what + ": " + text(failure) + attempts(failure);
    if (status(failure) == NOT_FOUND) {
      return new NoSuchFileException(text);
    }
    return new IOException(text, failure);
  }

  private static String text(SdkException failure) {
    if (failure instanceof AwsServiceException refused) {
      String code = refused.awsErrorDetails() == null ? "" : refused.awsErrorDetails().errorCode();
      String message =
          refused.awsErrorDetails() == null ? "" : refused.awsErrorDetails().errorMessage();
      return "the service answered "
          + refused.statusCode()
          + " "
          + code
          + (message == null ? "" : " (" + message + ")")
          + (refused.requestId() == null ? "" : ", request " + refused.requestId());
    }
    return String.valueOf(failure.getMessage());
  }

  private static String attempts(SdkException failure) {
    Integer attempts = failure.numAttempts();
    return attempts == null || attempts < 2 ? "" : ", after " + attempts + " attempts";
  }

  /** HTTP status of a refusal; 0 when the service did not answer. */
  static int status(SdkException failure) {
    return failure instanceof AwsServiceException refused ? refused.statusCode() : 0;
  }
}
