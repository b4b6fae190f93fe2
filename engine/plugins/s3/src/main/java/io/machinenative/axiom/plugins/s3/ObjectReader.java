package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
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
        at += drain(Channels.newChannel(body), block, to, watch, at - begin);
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
        Thread.sleep(access.pause(Math.max(1, fruitless)));
      }
    }
  }

  /**
   * Copies a range of an object, in one request when all goes well.
   *
   * @param end position after the last byte; the object may end before
   * @return the bytes that were there
   * @throws NoSuchFileException when there is no such object
   */
  long copyWhatIsThere(ObjectPlace place, long begin, long end, WritableByteChannel to)
      throws IOException, InterruptedException {
    ResponseInputStream<GetObjectResponse> opened;
    try {
      opened = access.client().getObject(range(place, begin, end).build(), asStream());
    } catch (SdkException e) {
      if (S3Failures.status(e) == S3Failures.NO_SUCH_RANGE) {
        return 0;
      }
      throw S3Failures.explained("get " + place, e);
    }
    long bytes = opened.response().contentLength();
    String etag = opened.response().eTag();
    ByteBuffer block = ByteBuffer.allocate(Math.clamp(bytes, 1, BLOCK_BYTES));
    try (ResponseInputStream<GetObjectResponse> body = opened) {
      drain(Channels.newChannel(body), block, to, TransferWatch.NONE, 0);
    } catch (BrokenBodyException e) {
      copy(place, etag, begin + e.copiedBytes(), begin + bytes, to, TransferWatch.NONE);
    }
    return bytes;
  }

  /**
   * A body without the SDK's limit for its first read: it is read or closed here, and the thread
   * that would watch over it lives for a minute, beyond the plugin.
   */
  private static ResponseTransformer<GetObjectResponse, ResponseInputStream<GetObjectResponse>>
      asStream() {
    return ResponseTransformer.toInputStream(Duration.ZERO);
  }

  private ResponseInputStream<GetObjectResponse> open(
      ObjectPlace place, String etag, long at, long end) throws IOException {
    GetObjectRequest request = range(place, at, end).ifMatch(etag).build();
    return S3Failures.run("get " + place, () -> access.client().getObject(request, asStream()));
  }

  private static GetObjectRequest.Builder range(ObjectPlace place, long at, long end) {
    return GetObjectRequest.builder()
        .bucket(place.bucket())
        .key(place.key())
        .range("bytes=" + at + "-" + (end - 1));
  }

  private static long drain(
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
