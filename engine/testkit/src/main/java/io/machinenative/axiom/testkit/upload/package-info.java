/**
 * Uploads to object storage, of which the process is killed: {@link
 * io.machinenative.axiom.testkit.upload.UploadKiller}.
 */
package io.machinenative.axiom.testkit.upload;
