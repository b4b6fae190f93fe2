package io.machinenative.axiom.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How an enum constant reads in JSON and in JSON Schemas, where its Java name cannot be what
 * callers expect, such as {@code SHA-256}. A constant without it reads as its Java name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface JsonName {
  String value();
}
