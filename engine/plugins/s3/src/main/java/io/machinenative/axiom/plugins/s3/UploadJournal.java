package io.machinenative.axiom.plugins.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.plugins.files.OutputFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * Remembers uploads of files that were begun, so that they go on after a crash: a small file for
 * each, on the disk before the first part is sent, and gone when the object is there. Any thread.
 */
final class UploadJournal {
  private final Path folder;

  UploadJournal(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /**
   * An upload that was begun, of a file as it was then.
   *
   * @param modifiedMs time of the file's last change
   */
  record Begun(String uploadId, long bytes, long modifiedMs, int partBytes, String sha256) {}

  /** What is known of an upload; empty for none, or an unreadable note. */
  Optional<Begun> find(ObjectPlace place, Path file) throws IOException {
    Properties note = new Properties();
    try (Reader in = Files.newBufferedReader(note(place, file), UTF_8)) {
      note.load(in);
      return Optional.of(
          new Begun(
              note.getProperty("uploadId", ""),
              Long.parseLong(note.getProperty("bytes")),
              Long.parseLong(note.getProperty("modifiedMs")),
              Integer.parseInt(note.getProperty("partBytes")),
              note.getProperty("sha256", "")));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return Optional.empty(); // none, or written by another version: the upload begins anew
    }
  }

  /** On the disk when this returns. */
  void begin(ObjectPlace place, Path file, Begun begun) throws IOException {
    Properties note = new Properties();
    note.setProperty("bucket", place.bucket());
    note.setProperty("key", place.key());
    note.setProperty("file", file.toString());
    note.setProperty("uploadId", begun.uploadId());
    note.setProperty("bytes", "" + begun.bytes());
    note.setProperty("modifiedMs", "" + begun.modifiedMs());
    note.setProperty("partBytes", "" + begun.partBytes());
    note.setProperty("sha256", begun.sha256());
    StringWriter text = new StringWriter();
    note.store(text, null);
    try (OutputFile out = OutputFile.create(note(place, file), true, OutputFile.OWNER_ONLY)) {
      ByteBuffer bytes = UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        out.channel().write(bytes);
      }
      out.commit();
    }
  }

  void end(ObjectPlace place, Path file) throws IOException {
    Files.deleteIfExists(note(place, file));
  }

  private Path note(ObjectPlace place, Path file) {
    byte[] name = (place.bucket() + "\n" + place.key() + "\n" + file).getBytes(UTF_8);
    byte[] digest = PartSource.digest("SHA-256").digest(name);
    return folder.resolve(HexFormat.of().formatHex(digest) + ".upload");
  }
}
