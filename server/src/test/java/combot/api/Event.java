package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server-sent event. */
record Event(String name, String data) {

  private static final Pattern ONE = Pattern.compile("event: (\\w+)\ndata: (.+)\n\n");

  /** The events of a whole stream; fails where there is anything else in it. */
  static List<Event> of(String stream) {
    assertThat(ONE.matcher(stream).replaceAll("")).as(stream).isEmpty();
    return ONE.matcher(stream).results().map(it -> new Event(it.group(1), it.group(2))).toList();
  }

  /** The event that these two lines are. */
  static Event of(String event, String data) {
    Matcher one = ONE.matcher(event + "\n" + data + "\n\n");
    assertThat(one.matches()).as(event).isTrue();
    return new Event(one.group(1), one.group(2));
  }
}
