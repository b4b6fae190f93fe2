package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.Description;
import java.util.List;

/** What a work over files came to: the reply of the tools that do such. */
@Description("What was done.")
public record WorkReport(
    @Description("Whether everything, some of it, nothing was done, or there was nothing to do.")
        WorkOutcome outcome,
    @Description("Files that were done.") long files,
    @Description("Files that were left alone: not meant, or neither files nor folders.")
        long skipped,
    @Description("Files that failed; nothing of them was written.") long failed,
    @Description("Bytes that were read.") long inputBytes,
    @Description("Bytes that were written.") long outputBytes,
    @Description("Input divided by output; 0 when nothing was written.") double ratio,
    @Description("Duration, in milliseconds.") double elapsedMs,
    @Description("Input in megabytes (10^6 bytes) a second.") double mbPerSecond,
    @Description("The files that were written, at most 100 of them.") List<String> artifacts,
    @Description(
            "What somebody should know of, at most 100 lines; the last one says how many more.")
        List<String> warnings) {}
