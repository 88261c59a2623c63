package dev.quorate.backup;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The XML that S3 answers with. */
record BucketAnswer(Document document) {

    static BucketAnswer of(String xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return new BucketAnswer(builder.parse(new InputSource(new StringReader(xml))));
        } catch (SAXException e) {
            throw new IOException("the answer is no XML: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the XML parser of Java knows these features", e);
        }
    }

    List<String> texts(String element) {
        NodeList found = document.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        IntStream.range(0, found.getLength())
                .forEach(i -> texts.add(found.item(i).getTextContent()));
        return texts;
    }

    Optional<String> text(String element) {
        return texts(element).stream().findFirst();
    }

    /** What a refusal says, to stand behind its number; empty where it says nothing that can be read. */
    static String complaint(String xml) {
        try {
            BucketAnswer answer = of(xml);
            List<String> words = Stream.of("Code", "Message")
                    .flatMap(element -> answer.text(element).stream())
                    .toList();
            return words.isEmpty() ? "" : " " + String.join(", ", words);
        } catch (IOException e) {
            return "";
        }
    }
}
