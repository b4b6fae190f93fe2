package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.plugins.files.WorkReport;
import java.util.List;

/** What encrypting, decrypting or verifying came to. */
@Description("What was done, and with which keys.")
record CryptReport(
    @Description("Ids of the keys that were used; 0000000000000000 stands for a passphrase.")
        List<String> keyIds,
    @Description("What was done.") WorkReport report) {}
