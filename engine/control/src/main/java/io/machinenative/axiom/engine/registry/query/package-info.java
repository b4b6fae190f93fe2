/**
 * Finds records by any combination of fields, sorted and paged.
 *
 * <pre>
 *  Filter ─▶ CompiledFilter ─▶ the shortest posting, tested against the others
 *                          └─▶ or, when all are long, their bits and-ed word by word
 *                                  └─▶ columns (times, versions, status) ─▶ the first n of the order
 * </pre>
 *
 * <p>A record has an ordinal while it is indexed. A posting is the set of ordinals that have a
 * value; a column is an array by ordinal. One thread, the conductor's.
 */
package io.machinenative.axiom.engine.registry.query;
