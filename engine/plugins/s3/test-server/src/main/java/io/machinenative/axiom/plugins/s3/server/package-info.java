/** A real S3 server for tests and commands that try things: S3Proxy over a folder. */
package io.machinenative.axiom.plugins.s3.server;
