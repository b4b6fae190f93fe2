package io.machinenative.axiom.engine.edge.catalogue;

import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceTemplate;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.json.UriTemplate;
import io.machinenative.axiom.engine.pipeline.OfferNames;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Resources, templates and prompts of one epoch. Immutable once made. */
public final class OfferIndex {
  private record Template(UriTemplate uris, ListedOffer offer) {}

  private final TreeMap<String, ListedOffer> resources = new TreeMap<>();
  private final TreeMap<String, ListedOffer> templates = new TreeMap<>();
  private final TreeMap<String, ListedOffer> prompts = new TreeMap<>();
  private final List<Template> matchers = new ArrayList<>();

  public OfferIndex(RouteSnapshot routes) {
    for (Route route : routes.offers()) {
      Offer offer = route.offer();
      if (!route.name().equals(OfferNames.of(offer))) {
        continue; // the route that completes it
      }
      switch (offer) {
        case Resource resource -> put(resources, resource.uri(), offer, listed(resource));
        case ResourceTemplate template -> {
          ListedOffer listed = put(templates, template.uriTemplate(), offer, listed(template));
          matchers.add(new Template(new UriTemplate(template.uriTemplate()), listed));
        }
        case Prompt prompt -> put(prompts, prompt.name(), offer, listed(prompt));
      }
    }
  }

  private static ListedOffer put(
      TreeMap<String, ListedOffer> map, String key, Offer offer, byte[] listed) {
    ListedOffer entry =
        new ListedOffer(
            key,
            ToolId.of(OfferNames.of(offer)),
            ToolId.of(OfferNames.completionOf(offer)),
            listed);
    map.put(key, entry);
    return entry;
  }

  /** By URI. */
  public TreeMap<String, ListedOffer> resources() {
    return resources;
  }

  /** By template. */
  public TreeMap<String, ListedOffer> templates() {
    return templates;
  }

  /** By name. */
  public TreeMap<String, ListedOffer> prompts() {
    return prompts;
  }

  /** What serves a URI: a resource, or else the first template that it is of; null for nothing. */
  public ListedOffer serving(String uri) {
    ListedOffer resource = resources.get(uri);
    if (resource != null) {
      return resource;
    }
    for (Template template : matchers) {
      if (template.uris().matches(uri)) {
        return template.offer();
      }
    }
    return null;
  }

  private static byte[] listed(Resource resource) {
    ByteSink json = new ByteSink().put("{\"uri\":").text(resource.uri());
    common(json, resource);
    mimeType(json, resource.mimeType());
    return json.put('}').toArray();
  }

  private static byte[] listed(ResourceTemplate template) {
    ByteSink json = new ByteSink().put("{\"uriTemplate\":").text(template.uriTemplate());
    common(json, template);
    mimeType(json, template.mimeType());
    return json.put('}').toArray();
  }

  private static byte[] listed(Prompt prompt) {
    ByteSink json = new ByteSink().put('{');
    int start = json.length();
    common(json, prompt);
    byte[] members = json.toArray();
    json.reset().put('{').put(members, start + 1, members.length - start - 1); // without its comma
    json.put(",\"arguments\":[");
    String comma = "";
    for (Prompt.Argument argument : prompt.arguments()) {
      json.put(comma).put("{\"name\":").text(argument.name());
      json.put(",\"description\":").text(argument.description());
      json.put(",\"required\":").put(Boolean.toString(argument.required())).put('}');
      comma = ",";
    }
    return json.put("]}").toArray();
  }

  private static void common(ByteSink json, Offer offer) {
    json.put(",\"name\":").text(offer.name()).put(",\"title\":").text(offer.title());
    json.put(",\"description\":").text(offer.description());
    IconList.add(json, offer.icons());
  }

  private static void mimeType(ByteSink json, String mimeType) {
    if (!mimeType.isEmpty()) {
      json.put(",\"mimeType\":").text(mimeType);
    }
  }
}
