package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Reads objects. A body that breaks off is taken up again where it did, of the same version of the
 * object, as often as the settings say without a byte of progress. Any thread.
 */
final class ObjectReader {
  private static final int BLOCK_BYTES = 256 << 10;

  private final S3Access access;

  ObjectReader(S3Access access) {
    this.access = access;
  }

  /**
   * What is known of an object.
   *
   * @throws NoSuchFileException when there is none
   */
  HeadObjectResponse head(ObjectPlace place) throws IOException {
    return S3Failures.run(
        "look at " + place,
        () ->
            access.client().headObject(request -> request.bucket(place.bucket()).key(place.key())));
  }

  /**
   * Copies a range of an object.
   *
   * @param etag of the version that is read
   * @param end position after the last byte
   */
  void copy(
      ObjectPlace place,
      String etag,
      long begin,
      long end,
      WritableByteChannel to,
      TransferWatch watch)
      throws IOException, InterruptedException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    long at = begin;
    int fruitless = 0;
    while (at < end) {
      watch.check();
      long before = at;
      try (ResponseInputStream<GetObjectResponse> body = open(place, etag, at, end)) {
        at += drain(place, Channels.newChannel(body), block, to, watch, at - begin);
      } catch (BrokenBodyException e) {
        at += e.copiedBytes();
        fruitless = at > before ? 1 : fruitless + 1;
        if (fruitless > access.settings().retries()) {
          throw new IOException(
              "get "
                  + place
                  + ": the body broke off at byte "
                  + at
                  + " of "
                  + end
                  + ", after "
                  + fruitless
                  + " attempts without progress: "
                  + e.getCause(),
              e.getCause());
        }
        TimeUnit.MILLISECONDS.sleep((long) access.settings().retryDelayMs() << (fruitless - 1));
      }
    }
  }

  private ResponseInputStream<GetObjectResponse> open(
      ObjectPlace place, String etag, long at, long end) throws IOException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(place.bucket())
            .key(place.key())
            .ifMatch(etag)
            .range("bytes=" + at + "-" + (end - 1))
            .build();
    return S3Failures.run("get " + place, () -> access.client().getObject(request));
  }

  private static long drain(
      ObjectPlace place,
      ReadableByteChannel body,
      ByteBuffer block,
      WritableByteChannel to,
      TransferWatch watch,
      long copiedBefore)
      throws IOException {
    long copied = 0;
    while (true) {
      int bytes;
      try {
        bytes = ByteChannels.read(body, block.clear());
      } catch (IOException | SdkException e) {
        throw new BrokenBodyException(copied, e);
      }
      if (bytes == 0) {
        return copied;
      }
      ByteChannels.write(to, block.flip());
      copied += bytes;
      watch.check();
      watch.at(copiedBefore + copied);
    }
  }

  /** The service's side failed while a body was read; what came before it was used. */
  private static final class BrokenBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long copiedBytes;

    BrokenBodyException(long copiedBytes, Exception cause) {
      super(cause);
      this.copiedBytes = copiedBytes;
    }

    long copiedBytes() {
      return copiedBytes;
    }
  }
}
