package io.machinenative.axiom.plugins.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Removes objects, as many in a request as the service takes. Any thread. */
final class BulkDelete {
  private final S3Access access;

  BulkDelete(S3Access access) {
    this.access = access;
  }

  /**
   * What came of it.
   *
   * @param failures reason by key
   */
  record Result(int deleted, Map<String, String> failures) {}

  /**
   * Removes objects; those that are not there count as removed.
   *
   * @throws IOException when a request fails after its retries; batches before it are done
   */
  Result delete(String bucket, List<String> keys) throws IOException {
    int deleted = 0;
    Map<String, String> failures = new LinkedHashMap<>();
    int most = access.requestKeys();
    for (int from = 0; from < keys.size(); from += most) {
      List<String> batch = keys.subList(from, Math.min(keys.size(), from + most));
      Map<String, String> left = once(bucket, batch);
      // The service may refuse some of a batch for now: once more for those.
      Map<String, String> still =
          left.isEmpty() ? Map.of() : once(bucket, new ArrayList<>(left.keySet()));
      deleted += batch.size() - still.size();
      failures.putAll(still);
    }
    return new Result(deleted, failures);
  }

  private Map<String, String> once(String bucket, List<String> keys) throws IOException {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse response =
        S3Failures.run(
            "delete " + keys.size() + " objects of " + bucket,
            () ->
                access
                    .client()
                    .deleteObjects(request ->
                        request
                            .bucket(bucket)
                            .delete(delete -> delete.objects(objects).quiet(true))));
    Map<String, String> failures = new LinkedHashMap<>();
    for (S3Error error : response.errors()) {
      failures.put(error.key(), error.code() + " " + error.message());
    }
    return failures;
  }
}
