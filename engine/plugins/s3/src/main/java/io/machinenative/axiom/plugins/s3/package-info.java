/**
 * Object storage that speaks S3: as tools, as operations of pipelines, and as a service for other
 * plugins.
 *
 * <pre>
 *  tools ─┐
 *  s3.put ─┼─▶ ObjectWriter ─▶ parts, several at once ─▶ S3Access ─▶ retries, time limits ─▶ S3
 *  s3.get ─┴─▶ ObjectReader ─▶ ranges, taken up again where they broke off
 * </pre>
 */
package io.machinenative.axiom.plugins.s3;
