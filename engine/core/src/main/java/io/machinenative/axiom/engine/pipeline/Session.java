package io.machinenative.axiom.engine.pipeline;

/** placeholder for the fork: filled by core */
public final class Session {}
