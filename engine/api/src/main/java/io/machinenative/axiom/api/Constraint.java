package io.machinenative.axiom.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds of a record component, as they appear in its JSON Schema. A component without {@link
 * #optional()} is required; an optional one that is absent arrives as null, so it has a reference
 * type, or as its {@link #defaultValue()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
public @interface Constraint {
  boolean optional() default false;

  /** What an absent optional component arrives as, in JSON; empty for null. */
  String defaultValue() default "";

  /** Lowest number, inclusive. */
  double minimum() default Double.NEGATIVE_INFINITY;

  /** Highest number, inclusive. */
  double maximum() default Double.POSITIVE_INFINITY;

  /** Shortest text or array. */
  int minLength() default 0;

  /** Longest text or array. */
  int maxLength() default Integer.MAX_VALUE;

  /** ECMA-262 regular expression that a text matches somewhere; empty for any. */
  String pattern() default "";
}
