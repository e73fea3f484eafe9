package combot.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One request to the bare endpoint. */
final class BareScript implements Script {

  private static final byte[] STATUS = "status".getBytes(StandardCharsets.US_ASCII);

  private final byte[] request;
  private boolean answered;

  BareScript(String host) {
    request =
        "GET /api/health/ HTTP/1.1\r\nHost: %s\r\n\r\n"
            .formatted(host)
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Optional<Kind> next() {
    return answered ? Optional.empty() : Optional.of(Kind.BARE);
  }

  @Override
  public void write(Bytes out) {
    out.add(request);
  }

  @Override
  public Optional<String> judge(Answer answer) {
    answered = true;
    if (answer.status() != 200) {
      return Optional.of("status " + answer.status());
    }
    boolean says =
        Fields.of(answer.body())
            .flatMap(f -> f.get(STATUS))
            .filter(Slice::saysSomething)
            .isPresent();
    return says ? Optional.empty() : Optional.of("no status in the answer");
  }

  @Override
  public void abandon() {
    answered = true;
  }
}
