package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.Candidate;
import io.machinenative.axiom.natives.link.CarriedLibrary;
import io.machinenative.axiom.natives.link.Library;
import io.machinenative.axiom.natives.link.Linked;
import io.machinenative.axiom.natives.link.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where libzstd may be. */
final class ZstdLibrary {
  static final String NAME = "zstd";

  /** The version of aircompressor whose libraries the checksums below are of. */
  static final String ARTIFACT = "aircompressor-v3 3.8";

  private static final Map<String, String> SHA256 =
      Map.of(
          "linux-amd64", "4187d55c040e3c95059020867fd1b21f13594353c4386a55f74be2a5862dc8e8",
          "linux-aarch64", "c4ae21e53f7e8d5efa8f1e7efb656e015582b3a46b4a1af6343f3ebf599afda0",
          "linux-ppc64le", "d3d894b024e63e9f5ca7d9fc8061f72250804a70bcec4f664ef2c84eb0596215",
          "macos-amd64", "a0cdfe17139494dfe7991ef9656d4121b826f5ee48792b116616a7811ca1b447",
          "macos-aarch64", "987afbba3d09efc09a475f5c012f0decaf52bad5ea6274857b0bda05ed304339");

  private static final String PROPERTY = Library.PROPERTY_PREFIX + NAME;

  private ZstdLibrary() {}

  /** Whether there shall be no zstd at all. */
  static boolean isOff() {
    return System.getProperty(PROPERTY, "").equals("off");
  }

  static Linked<ZstdFunctions> link() {
    if (System.getProperty(PROPERTY, "").equals("java")) {
      return new Linked<>(
          null, Availability.none(NAME, "-D" + PROPERTY + "=java asks for it", List.of()));
    }
    return on(Platform.current()).link(ZstdFunctions.class);
  }

  private static Library<ZstdFunctions> on(Platform platform) {
    List<Candidate> candidates = new ArrayList<>();
    if (platform.isMacos()) {
      candidates.add(Candidate.system("libzstd.1.dylib"));
      candidates.add(Candidate.system("/opt/homebrew/lib/libzstd.1.dylib"));
      candidates.add(Candidate.system("/usr/local/lib/libzstd.1.dylib"));
    } else if (platform.os().equals("windows")) {
      candidates.add(Candidate.system("libzstd.dll"));
    } else {
      candidates.add(Candidate.system("libzstd.so.1"));
    }
    String sha256 = SHA256.get(platform.toString());
    if (sha256 != null) {
      String file = platform.isMacos() ? "libzstd.dylib" : "libzstd.so";
      candidates.add(
          Candidate.carried(
              new CarriedLibrary("aircompressor/" + platform + "/" + file, sha256), ARTIFACT));
    }
    return new Library<>(NAME, candidates, ZstdSelfTest::versionOf);
  }
}
