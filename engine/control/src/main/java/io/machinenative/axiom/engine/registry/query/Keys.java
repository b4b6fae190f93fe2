package io.machinenative.axiom.engine.registry.query;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.form.RecordGlance;
import io.machinenative.axiom.engine.registry.form.RecordGlance.Text;
import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.io.IOException;
import java.util.Arrays;
import org.agrona.BitUtil;

/**
 * The keys of records by ordinal, and ordinals by key: four small numbers a record, and each name,
 * version and instance once. For one thread.
 */
final class Keys {
  /** There is no such record. */
  static final int NONE = -1;

  private static final Kind[] KINDS = Kind.values();
  private static final int NO_INSTANCE = -1;
  private static final int INITIAL_ORDINALS = 64;

  private final CountedTexts names = new CountedTexts();
  private final CountedTexts instances = new CountedTexts();
  private final Versions versions = new Versions();
  private int[] nameNumbers = new int[INITIAL_ORDINALS];
  private int[] versionNumbers = new int[INITIAL_ORDINALS];
  private int[] instanceNumbers = new int[INITIAL_ORDINALS];
  private byte[] kinds = new byte[INITIAL_ORDINALS];
  private int[] table = new int[2 * INITIAL_ORDINALS];
  private int count;

  /** The ordinal of a key, or {@link #NONE}. */
  int find(RecordKey key) {
    int version = versions.find(key.version());
    int name = version < 0 ? Texts.NONE : names.texts().find(key.name());
    int instance = key.instance().isEmpty() ? NO_INSTANCE : instances.texts().find(key.instance());
    boolean known = name != Texts.NONE && (key.instance().isEmpty() || instance != Texts.NONE);
    return known ? table[slotOf(name, key.kind().ordinal(), version, instance)] - 1 : NONE;
  }

  /**
   * A record came.
   *
   * @throws MalformedRecordException when its key is none, or another record has it; nothing was
   *     changed
   */
  void add(int ordinal, RecordGlance record) {
    byte[] bytes = record.bytes();
    int name = names.take(bytes, record.offset(Text.NAME), record.length(Text.NAME));
    int instance = NO_INSTANCE;
    if (record.length(Text.INSTANCE) > 0) {
      instance = instances.take(bytes, record.offset(Text.INSTANCE), record.length(Text.INSTANCE));
    }
    int version = Texts.NONE;
    try {
      version =
          versions.add(bytes, record.offset(Text.VERSION), record.length(Text.VERSION), ordinal);
      ensure(ordinal);
      put(ordinal, name, (byte) record.kind(), version, instance);
    } catch (IllegalArgumentException e) {
      giveBack(name, version, instance, ordinal);
      throw new MalformedRecordException("no record: " + e.getMessage(), e);
    }
  }

  private void put(int ordinal, int name, byte kind, int version, int instance) {
    nameNumbers[ordinal] = name;
    kinds[ordinal] = kind;
    versionNumbers[ordinal] = version;
    instanceNumbers[ordinal] = instance;
    boolean isNewName = names.isNew(name);
    boolean isNewInstance = instance != NO_INSTANCE && instances.isNew(instance);
    if ((isNewName && !isName(names, name, RecordKey.MAX_NAME_CHARS, false))
        || (isNewInstance && !isName(instances, instance, RecordKey.MAX_INSTANCE_CHARS, true))
        || (instance != NO_INSTANCE && kind != Kind.SERVICE.ordinal())) {
      throw new IllegalArgumentException("expected a record's key, got " + text(ordinal));
    }
    int slot =
        isNewName || isNewInstance
            ? emptySlot(hash(ordinal))
            : slotOf(name, kind, version, instance);
    if (table[slot] != 0) {
      throw new IllegalArgumentException("expected one record of " + key(ordinal) + ", got two");
    }
    table[slot] = ordinal + 1;
    count++;
    if (count * 5L > table.length * 3L) {
      growTable();
    }
  }

  private static boolean isName(CountedTexts texts, int number, int maxChars, boolean withColons) {
    Texts in = texts.texts();
    return RecordKey.isName(in.bytes(), in.offset(number), in.length(number), maxChars, withColons);
  }

  /** Of a key that is none, for people. */
  private String text(int ordinal) {
    int instance = instanceNumbers[ordinal];
    String name = names.texts().text(nameNumbers[ordinal]);
    String behind = instance == NO_INSTANCE ? "" : "/" + instances.texts().text(instance);
    return KINDS[kinds[ordinal]].label() + "/" + name + behind;
  }

  /** Makes room for so many records at once. */
  void reserve(int records) {
    ensure(records);
    if (count == 0) {
      table = new int[BitUtil.findNextPositivePowerOfTwo(2 * records + 1)];
    }
  }

  private int emptySlot(int hash) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void ensure(int ordinal) {
    if (ordinal >= nameNumbers.length) {
      int capacity = ordinal + (ordinal >> 1);
      nameNumbers = Arrays.copyOf(nameNumbers, capacity);
      versionNumbers = Arrays.copyOf(versionNumbers, capacity);
      instanceNumbers = Arrays.copyOf(instanceNumbers, capacity);
      kinds = Arrays.copyOf(kinds, capacity);
    }
  }

  private void growTable() {
    int[] old = table;
    table = new int[2 * old.length];
    for (int entry : old) {
      if (entry != 0) {
        table[emptySlot(hash(entry - 1))] = entry;
      }
    }
  }

  /** A record goes. */
  void remove(int ordinal) {
    int mask = table.length - 1;
    int gap = hash(ordinal) & mask;
    while (table[gap] != ordinal + 1) {
      gap = (gap + 1) & mask;
    }
    table[gap] = 0;
    int slot = (gap + 1) & mask;
    // Entries that were pushed behind it move nearer to where they belong.
    for (; table[slot] != 0; slot = (slot + 1) & mask) {
      int home = hash(table[slot] - 1) & mask;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        table[gap] = table[slot];
        table[slot] = 0;
        gap = slot;
      }
    }
    count--;
    giveBack(nameNumbers[ordinal], versionNumbers[ordinal], instanceNumbers[ordinal], ordinal);
  }

  private void giveBack(int name, int version, int instance, int ordinal) {
    names.give(name);
    if (version != Texts.NONE) {
      versions.remove(version, ordinal);
    }
    if (instance != NO_INSTANCE) {
      instances.give(instance);
    }
  }

  private int slotOf(int name, int kind, int version, int instance) {
    int mask = table.length - 1;
    int slot = hash(name, kind, version, instance) & mask;
    while (table[slot] != 0 && !is(table[slot] - 1, name, kind, version, instance)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean is(int ordinal, int name, int kind, int version, int instance) {
    return instanceNumbers[ordinal] == instance
        && nameNumbers[ordinal] == name
        && versionNumbers[ordinal] == version
        && kinds[ordinal] == kind;
  }

  private int hash(int ordinal) {
    return hash(
        nameNumbers[ordinal], kinds[ordinal], versionNumbers[ordinal], instanceNumbers[ordinal]);
  }

  private static int hash(int name, int kind, int version, int instance) {
    long hash = ((long) name << 32 | (instance & 0xFFFF_FFFFL)) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 32 ^ (version * 16 + kind)) * 0xD6E8FEB86659FD93L;
    return (int) (hash ^ hash >>> 32);
  }

  int count() {
    return count;
  }

  Versions versions() {
    return versions;
  }

  int version(int ordinal) {
    return versionNumbers[ordinal];
  }

  int kind(int ordinal) {
    return kinds[ordinal];
  }

  /** Of a record's name, small, the same for all that have it. */
  int nameNumber(int ordinal) {
    return nameNumbers[ordinal];
  }

  /** Made anew. */
  RecordKey key(int ordinal) {
    int instance = instanceNumbers[ordinal];
    return new RecordKey(
        KINDS[kinds[ordinal]],
        names.texts().text(nameNumbers[ordinal]),
        versions.version(versionNumbers[ordinal]),
        instance == NO_INSTANCE ? "" : instances.texts().text(instance));
  }

  /** By name, kind, version and instance, as {@link RecordKey#compareTo}. */
  int compare(int left, int right) {
    int order =
        nameNumbers[left] == nameNumbers[right]
            ? 0
            : names.texts().compare(nameNumbers[left], nameNumbers[right]);
    if (order == 0) {
      order = kinds[left] - kinds[right];
    }
    if (order == 0) {
      order = versions.compare(versionNumbers[left], versionNumbers[right]);
    }
    return order == 0 ? compareInstances(instanceNumbers[left], instanceNumbers[right]) : order;
  }

  private int compareInstances(int left, int right) {
    if (left == right) {
      return 0;
    }
    if (left == NO_INSTANCE || right == NO_INSTANCE) {
      return left == NO_INSTANCE ? -1 : 1;
    }
    return instances.texts().compare(left, right);
  }

  /** The place of a key, whether there is such a record or not. */
  SortedInts.Place at(RecordKey key) {
    byte[] name = key.name().getBytes(US_ASCII);
    byte[] instance = key.instance().getBytes(US_ASCII);
    return ordinal -> {
      int order = -names.texts().compare(nameNumbers[ordinal], name);
      if (order == 0) {
        order = key.kind().ordinal() - kinds[ordinal];
      }
      if (order == 0) {
        order = key.version().compareTo(versions.version(versionNumbers[ordinal]));
      }
      if (order != 0) {
        return order;
      }
      int own = instanceNumbers[ordinal];
      return own == NO_INSTANCE
          ? Integer.compare(instance.length, 0)
          : -instances.texts().compare(own, instance);
    };
  }

  /** In front of all names that begin so, or behind them. */
  SortedInts.Place around(String prefix, int side) {
    byte[] bytes = prefix.getBytes(US_ASCII);
    Texts texts = names.texts();
    return ordinal ->
        texts.startsWith(nameNumbers[ordinal], bytes)
            ? side
            : -texts.compare(nameNumbers[ordinal], bytes);
  }

  /** In front of all records of a name, or behind them. */
  SortedInts.Place aroundName(String name, int side) {
    byte[] bytes = name.getBytes(US_ASCII);
    return ordinal -> {
      int order = -names.texts().compare(nameNumbers[ordinal], bytes);
      return order == 0 ? side : order;
    };
  }

  /** To sort many at once. */
  TextSort.Source sortable() {
    int[] ranks = versions.ranks();
    Texts nameTexts = names.texts();
    Texts instanceTexts = instances.texts();
    return new TextSort.Source() {
      // A name and at least one zero, then kind and version, then the instance.
      @Override
      public long chunk(int ordinal, int depth) {
        int name = nameNumbers[ordinal];
        int nameChunks = nameTexts.length(name) / Long.BYTES + 1;
        if (depth < nameChunks) {
          return nameTexts.chunk(name, depth * Long.BYTES);
        }
        if (depth == nameChunks) {
          return (long) kinds[ordinal] << 32 | ranks[versionNumbers[ordinal]];
        }
        int instance = instanceNumbers[ordinal];
        return instance == NO_INSTANCE
            ? 0
            : instanceTexts.chunk(instance, (depth - nameChunks - 1) * Long.BYTES);
      }

      @Override
      public int compare(int left, int right) {
        return Keys.this.compare(left, right);
      }
    };
  }

  /**
   * @param ordinals behind the highest that is in use
   */
  void write(ImageWriter image, int ordinals) throws IOException {
    names.write(image);
    instances.write(image);
    versions.write(image);
    image.number(count);
    image.number(table.length);
    image.ints(nameNumbers, ordinals);
    image.ints(versionNumbers, ordinals);
    image.ints(instanceNumbers, ordinals);
    image.bytes(kinds, ordinals);
    image.ints(table, table.length);
  }

  /** In place of what is here. */
  void read(ImageReader image, int ordinals) throws IOException {
    names.read(image);
    instances.read(image);
    versions.read(image);
    count = image.number();
    int slots = image.number();
    int capacity = Math.max(INITIAL_ORDINALS, ordinals);
    nameNumbers = image.ints(ordinals, capacity);
    versionNumbers = image.ints(ordinals, capacity);
    instanceNumbers = image.ints(ordinals, capacity);
    kinds = image.bytes(ordinals, capacity);
    table = image.ints(slots, slots);
  }
}
