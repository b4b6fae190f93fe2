package io.machinenative.axiom.engine.store;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What reading the whole journal found. Immutable.
 *
 * @param storeId that all files agree on
 * @param files in the order in which they are read
 * @param number of the last segment; a store without one goes on with the next number
 * @param position in the last file: the end of the last whole commit, where the next one goes
 * @param sealed whether the last file takes no more
 * @param revision the last one
 * @param journalBytes of all files up to their ends
 * @param tornBytes behind the end, of a commit that was not finished; 0 when there are none
 */
record JournalEnd(
    UUID storeId,
    List<Path> files,
    long number,
    long position,
    boolean sealed,
    long revision,
    long journalBytes,
    long tornBytes) {}
