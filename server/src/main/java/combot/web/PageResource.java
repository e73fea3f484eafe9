package combot.web;

import static java.util.stream.Collectors.toUnmodifiableMap;

import combot.chat.Studies;
import combot.study.Study;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The participant page of each study. It is the same for everybody: opening it begins nothing and
 * takes no slot, and the parameters of the link are left for the page itself to read.
 */
@Path("/")
public final class PageResource {

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  // Trusted Types refuse every way to make HTML of a string: a second lock beside textContent.
  // Surveys put the page into frames; those of plain http are refused.
  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self' https:; require-trusted-types-for 'script'";

  private final Studies studies;
  private final Map<String, String> pages;
  private final String notFound = resource("not-found.html");

  PageResource(Studies studies) {
    this.studies = studies;
    var template = resource("page.html");
    this.pages =
        studies.all().stream()
            .collect(toUnmodifiableMap(Study::id, study -> filled(template, study)));
  }

  /** Leads to the first study, with the parameters of the link. */
  @GET
  public Response first(@Context HttpServerRequest request) {
    var query = request.query();
    // Relative, so that it holds behind any proxy: seeOther() would name the host that it sees.
    return Response.status(Response.Status.SEE_OTHER)
        .header(
            HttpHeaders.LOCATION, "/s/" + studies.first().id() + (query == null ? "" : "?" + query))
        .build();
  }

  /** The page of a study, or one that says in plain words that there is none. */
  @GET
  @Path("/s/{study}")
  public Response page(@PathParam("study") String id) {
    var page = pages.get(id);
    return Response.status(page == null ? 404 : 200)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .entity(page == null ? notFound : page)
        .build();
  }

  /** The words that are needed before {@code /v1} has answered, and by who has no JavaScript. */
  private static String filled(String template, Study study) {
    var panelId = study.panel().id() == null ? "" : study.panel().id();
    var own =
        Map.of(
            "study", study.id(),
            "title", study.title(),
            "language", study.language(),
            "panel-id", panelId);
    return PLACE
        .matcher(template)
        .replaceAll(place -> {
          var name = place.group(1);
          var text = own.containsKey(name) ? own.get(name) : study.strings().get(name);
          if (text == null) {
            throw new IllegalStateException("page.html asks for the unknown words " + name);
          }
          return Matcher.quoteReplacement(escaped(text));
        });
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (var in = PageResource.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
