package io.machinenative.axiom.plugins.s3;

/** A bucket and a key. */
record ObjectPlace(String bucket, String key) {
  private static final int MAX_KEY_BYTES = 1024;

  ObjectPlace {
    int bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_KEY_BYTES) {
      throw io.machinenative.axiom.api.ToolException.invalid(
          "expected a key of 1 to " + MAX_KEY_BYTES + " bytes, got " + bytes);
    }
  }

  @Override
  public String toString() {
    return bucket + "/" + key;
  }
}
