package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the plugin offers to pipelines. Any thread. */
final class S3Operations {
  private final S3Access access;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  S3Operations(S3Access access, ObjectReader reader, ObjectWriter writer) {
    this.access = access;
    this.reader = reader;
    this.writer = writer;
  }

  @Description("Where to put a stream.")
  record Put(
      @Description("By default the plugin's setting.")
          @Constraint(optional = true, defaultValue = "\"\"")
          String bucket,
      @Constraint(minLength = 1) String key,
      @Constraint(optional = true, defaultValue = "\"\"") String contentType,
      @Description("By default the plugin's setting.")
          @Constraint(optional = true, defaultValue = "\"\"")
          String storageClass,
      @Constraint(optional = true, defaultValue = "{}") Map<String, String> tags,
      @Constraint(optional = true, defaultValue = "{}") Map<String, String> metadata) {}

  @Description("Which object to read.")
  record Get(
      @Description("By default the plugin's setting.")
          @Constraint(optional = true, defaultValue = "\"\"")
          String bucket,
      @Constraint(minLength = 1) String key) {}

  List<Operation> all() {
    return List.of(
        Operation.named("s3.put")
            .description("Puts a stream of any length as one object, which appears at the end.")
            .sink(Put.class, this::put),
        Operation.named("s3.get")
            .description("Reads an object, and proves it by the SHA-256 of its metadata.")
            .source(Get.class, this::get));
  }

  private void put(
      Put put, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException, InterruptedException {
    S3Settings settings = access.settings();
    ObjectPlace place = new ObjectPlace(settings.bucketOr(put.bucket()), put.key());
    ObjectTraits traits =
        ObjectTraits.of(
            settings, put.contentType(), put.storageClass(), put.tags(), put.metadata());
    long retriesBefore = access.requests().retries();
    ObjectWriter.Put done = writer.put(place, traits, in, watch(context, Double.NaN));
    context.result("place", place.toString());
    context.result("bytes", done.bytes());
    context.result("sha256", done.sha256());
    context.result("etag", done.etag());
    context.result("parts", settings.parallel());
    context.count("sentParts", done.parts());
    context.count("requestRetries", access.requests().retries() - retriesBefore);
  }

  private void get(
      Get get, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException, InterruptedException {
    ObjectPlace place = new ObjectPlace(access.settings().bucketOr(get.bucket()), get.key());
    HeadObjectResponse head = reader.head(place);
    String expected = head.metadata().get(ObjectTraits.SHA256);
    DigestingChannel digesting = new DigestingChannel(out);
    long retriesBefore = access.requests().retries();
    reader.copy(
        place,
        head.eTag(),
        0,
        head.contentLength(),
        digesting,
        watch(context, (double) head.contentLength()));
    String actual = digesting.sha256();
    if (expected != null && !expected.equals(actual)) {
      throw ToolException.error(
          place + " is damaged: expected SHA-256 " + expected + ", actual " + actual);
    }
    context.result("place", place.toString());
    context.result("bytes", head.contentLength());
    context.result("sha256", actual);
    context.result("verified", expected != null);
    context.count("requestRetries", access.requests().retries() - retriesBefore);
  }

  private static TransferWatch watch(OperationContext context, double total) {
    return new TransferWatch() {
      @Override
      public void at(long bytes) {
        context.progress((double) bytes, total, "");
      }

      @Override
      public void check() {
        context.checkCancelled();
      }
    };
  }
}
