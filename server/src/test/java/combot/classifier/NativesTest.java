package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NativesTest {

  /**
   * ONNX Runtime 1.29.0 reported from Linux and macOS by default; people's words are classified
   * here.
   */
  @Test
  @Tag("slow")
  void theRuntimeCannotReportAnything() throws Exception {
    try (InputStream in =
        Natives.class.getResourceAsStream("/ai/onnxruntime/native/linux-x64/libonnxruntime.so")) {
      String library = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(library.contains("ORT_DISABLE_TELEMETRY")).isFalse();
      assertThat(library.contains("getaddrinfo")).as("looks up a host").isFalse();
    }
  }
}
