package io.machinenative.axiom.plugins.files;

/** Tells a call how much more of a stream was read. One thread's, for one stream. */
public final class ReadProgress implements ChunkPipeline.Progress {
  private final CallWatch watch;
  private long toldBytes;

  public ReadProgress(CallWatch watch) {
    this.watch = watch;
  }

  @Override
  public void at(long readBytes, long writtenBytes) {
    watch.add(readBytes - toldBytes);
    toldBytes = readBytes;
  }
}
