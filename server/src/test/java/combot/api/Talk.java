package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A conversation as the original's page holds it: it sends its cookie, echoes the scenario of the
 * first answer, and counts as it is answered.
 */
final class Talk {

  private final Client client;
  private final String route;
  private final Client.Reply opened;
  private int index;

  private Talk(Client client, String route, Client.Reply opened) {
    this.client = client;
    this.route = route;
    this.opened = opened;
  }

  /**
   * @param route {@code random}, {@code chatbot} or {@code lulu}
   */
  static Talk open(Client client, String route, String... headers) {
    var opened = client.get("/api/" + route + "/initial/", headers);
    assertThat(opened.status()).isEqualTo(200);
    return new Talk(client, route, opened);
  }

  String greeting() {
    return opened.string("message");
  }

  JsonNode scenario() {
    return opened.json().get("scenario");
  }

  /** The level of {@code brand}, {@code think_level} or {@code feel_level}. */
  String level(String name) {
    return scenario().get(name).asText();
  }

  String cookie() {
    return opened.cookie().orElseThrow();
  }

  String token() {
    return scenario().get("conversation").asText();
  }

  String path() {
    return "/api/" + route + "/";
  }

  int index() {
    return index;
  }

  /** What the page would send. */
  ObjectNode body(String message) {
    var body = Client.JSON.createObjectNode().put("message", message).put("index", index);
    body.set("scenario", scenario());
    return body;
  }

  Client.Reply say(String message) {
    return send(body(message));
  }

  /** Sends a body with the cookie, and counts on if it was answered well. */
  Client.Reply send(JsonNode body) {
    var reply = client.post(path(), body.toString(), "Cookie", cookie());
    if (reply.status() == 200) {
      index = reply.json().get("index").asInt();
    }
    return reply;
  }

  Client.Reply closing() {
    return client.get(path() + "closing/", "Cookie", cookie());
  }

  /** Goes on until {@code progress} messages are said. */
  Talk until(int progress) {
    while (index < progress) {
      assertThat(say("The zipper of my new jacket broke, part " + index).status()).isEqualTo(200);
    }
    return this;
  }

  Talk finish() {
    until(6);
    assertThat(say("ann@example.org").json().get("index").asInt()).isEqualTo(7);
    return this;
  }
}
