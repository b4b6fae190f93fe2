package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.pipeline.Route;
import java.util.List;

/** Is told what changed in the catalogue, by whoever changed it. */
@FunctionalInterface
public interface CatalogueListener {
  void onChange(List<Route> gone, List<Route> come);
}
