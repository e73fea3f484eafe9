package combot.report;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a form wrote, as a strict parser reads it. */
final class Xml {
  private Xml() {}

  static Element parsed(String text) {
    try {
      var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + text, e);
    }
  }

  static List<Element> all(Element within, String tag) {
    return elements(within.getElementsByTagName(tag));
  }

  static List<Element> children(Element parent) {
    return elements(parent.getChildNodes());
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }
}
