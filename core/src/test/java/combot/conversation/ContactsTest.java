package combot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import combot.study.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me@example.com",
        "ME@EXAMPLE.COM",
        "first.last+tag@sub.example.co.uk",
        "o'brien@example.ie",
        "a@b.co",
        "a@b.c",
        "x_y-z%w/=?!#$&*^`{|}~@example.org",
        "1234@example.museum",
        "me@1.example.com",
        "me@a-b.example",
        "me@xn--bcher-kva.example",
        "me@example.xn--p1ai",
        "jürgen@müller.de",
        "用户@例子.公司",
        "संपर्क@डाटामेल.भारत",
        "ఈమెయిల్@ఉదాహరణ.భారత్",
        "δοκιμή@παράδειγμα.ελ",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com"
      })
  void takesAddresses(String address) {
    assertThat(Contacts.parse(Step.Kind.EMAIL, address)).contains(address);
    assertThat(Contacts.parse(Step.Kind.EMAIL, "\u00A0\u200F " + address + "\u200B\r\n"))
        .contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "me",
        "me@",
        "@example.com",
        "me@example",
        "me@localhost",
        "me@@example.com",
        "me@a@example.com",
        "me@.com",
        "me@example.",
        "me@example.com.",
        "me@example..com",
        ".me@example.com",
        "me.@example.com",
        "m..e@example.com",
        "me@-example.com",
        "me@example-.com",
        "me@example.-com",
        "me@127.0.0.1",
        "me@[127.0.0.1]",
        "m e@example.com",
        "me@exam ple.com",
        "me\u00A0x@example.com",
        "m\u200Be@example.com",
        "me@exam\u200Bple.com",
        "me @example.com",
        "me@ example.com",
        "my address is me@example.com",
        "me@example.com, you@example.com",
        "<me@example.com>",
        "mailto:me@example.com",
        "\"me\"@example.com",
        "me@example.com\nBcc: you@example.com",
        "<script>@example.com",
        "me@example.com<br>",
        "me@exa_mple.com",
        "m\u0000e@example.com",
        "m\uD800e@example.com",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com",
        "me＠example.com",
        "no",
        "😀"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(Contacts.parse(Step.Kind.EMAIL, text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5f3a9c1b2d4e6f7081920a1b",
        "A1B2C3D4E5F6G7",
        "abc",
        "student-17",
        "r_3x.Q",
        "W1",
        "7",
        "ünal",
        "a+b@c:d="
      })
  void takesPanelIds(String id) {
    assertThat(Contacts.parse(Step.Kind.PANEL_ID, "\t" + id + " ")).contains(id);
    assertThat(Contacts.parse(Step.Kind.NONE, id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "...",
        "my id",
        "I don't have one",
        "a\u0000b",
        "\uD800",
      })
  void refusesWhatIsNoPanelId(String text) {
    assertThat(Contacts.parse(Step.Kind.PANEL_ID, text)).isEmpty();
  }

  @Test
  void takesPanelIdsAsLongAsALinkMayBringThem() {
    assertThat(Contacts.parse(Step.Kind.PANEL_ID, "a".repeat(256))).isPresent();
    assertThat(Contacts.parse(Step.Kind.PANEL_ID, "a".repeat(257))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {254, 255, 8_000, 1_000_000})
  void isDoneAtOnceWithLongText(int length) {
    var address = "me@" + "a.".repeat(length / 2);
    assertThat(Contacts.parse(Step.Kind.EMAIL, address)).isEmpty();
    assertThat(Contacts.parse(Step.Kind.EMAIL, " ".repeat(length) + "me@example.com")).isPresent();
  }
}
