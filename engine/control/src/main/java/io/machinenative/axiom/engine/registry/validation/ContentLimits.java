package io.machinenative.axiom.engine.registry.validation;

/**
 * How much a record may hold. Higher lets more be said, and lets one record take more memory and
 * time of everybody who reads it.
 *
 * @param labelChars of a type, category, platform, region, zone, tag or capability
 * @param titleChars of a title or an author
 * @param descriptionChars of a description
 * @param uriChars of an endpoint
 * @param tags and as many capabilities
 * @param endpoints of a record
 * @param depth objects and arrays within one another, in configuration and metadata
 * @param elements of an array there; more are a warning
 * @param textChars of a text there
 */
public record ContentLimits(
    int labelChars,
    int titleChars,
    int descriptionChars,
    int uriChars,
    int tags,
    int endpoints,
    int depth,
    int elements,
    int textChars) {
  public static final ContentLimits DEFAULTS =
      new ContentLimits(128, 200, 4096, 512, 64, 32, 10, 1000, 10_000);
}
