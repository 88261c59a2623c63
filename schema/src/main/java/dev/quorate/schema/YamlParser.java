package dev.quorate.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the documents of a YAML text token by token, since only tokens still know their place, their anchors and how
 * they were written. What YAML would let go wrong silently becomes a finding: aliases and anchors, merge keys, tags,
 * double keys, and plain words and numbers that versions of YAML read differently.
 */
final class YamlParser {
    static final int MAX_DEPTH = 32;

    private static final YAMLFactory YAML = new YAMLFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final YAMLParser tokens;
    private Positions positions = new Positions();
    private List<Finding> findings = new ArrayList<>();

    private YamlParser(YAMLParser tokens) {
        this.tokens = tokens;
    }

    static List<YamlDocument> documents(String text) throws YamlSyntaxException {
        try (YAMLParser tokens = YAML.createParser(text)) {
            return new YamlParser(tokens).documents();
        } catch (JsonProcessingException e) {
            throw new YamlSyntaxException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    private List<YamlDocument> documents() throws IOException {
        List<YamlDocument> documents = new ArrayList<>();
        while (tokens.nextToken() != null) {
            positions = new Positions();
            findings = new ArrayList<>();
            JsonNode tree = value("", 0);
            documents.add(new YamlDocument(tree, positions, findings));
        }
        return documents;
    }

    private JsonNode value(String pointer, int depth) throws IOException {
        positions.value(pointer, here());
        checkReferences(pointer);
        if (depth > MAX_DEPTH) {
            tokens.skipChildren();
            found(pointer, "too-deep", "this is nested more than " + MAX_DEPTH + " levels deep", "flatten it");
            return NODES.nullNode();
        }
        if (tokens.currentToken() == JsonToken.START_OBJECT) {
            return object(pointer, depth);
        }
        return tokens.currentToken() == JsonToken.START_ARRAY ? array(pointer, depth) : scalar(pointer);
    }

    private ObjectNode object(String pointer, int depth) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            String key = tokens.currentName();
            String child = Pointers.child(pointer, key);
            Positions.Position place = here();
            checkReferences(child);
            tokens.nextToken();
            if (key.equals("<<") || object.has(key)) {
                skipKey(child, key, place);
            } else {
                positions.key(child, place);
                object.set(key, value(child, depth + 1));
            }
        }
        return object;
    }

    /** The position of the refused key is kept under a pointer of its own, for the first one keeps the right one. */
    private void skipKey(String child, String key, Positions.Position place) throws IOException {
        tokens.skipChildren();
        String refused = child + "#" + place.line() + ":" + place.column();
        positions.key(refused, place);
        if (key.equals("<<")) {
            found(
                    refused,
                    "merge-key",
                    "merge keys are not allowed: parsers of YAML disagree about them",
                    "write the fields out");
        } else {
            int first = positions.ofKey(child).line();
            found(
                    refused,
                    "duplicate-key",
                    "the key " + Json.quoted(key) + " is there already, on line " + first,
                    "keep one of the two");
        }
    }

    private ArrayNode array(String pointer, int depth) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(Pointers.child(pointer, array.size()), depth + 1));
        }
        return array;
    }

    private JsonNode scalar(String pointer) throws IOException {
        String text = tokens.getText();
        return switch (tokens.currentToken()) {
            case VALUE_TRUE, VALUE_FALSE ->
                PlainScalar.isBoolean(text) ? NODES.booleanNode(Boolean.parseBoolean(text)) : ambiguous(pointer, text);
            case VALUE_NUMBER_INT -> PlainScalar.isInteger(text) ? integer() : ambiguous(pointer, text);
            case VALUE_NUMBER_FLOAT ->
                PlainScalar.isDecimal(text) ? NODES.numberNode(tokens.getDecimalValue()) : ambiguous(pointer, text);
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.textNode(text);
        };
    }

    private JsonNode integer() throws IOException {
        return tokens.getNumberType() == YAMLParser.NumberType.BIG_INTEGER
                ? NODES.numberNode(tokens.getBigIntegerValue())
                : NODES.numberNode(tokens.getLongValue());
    }

    private JsonNode ambiguous(String pointer, String text) {
        found(pointer, "ambiguous-value", PlainScalar.surprise(text), PlainScalar.remedy(text));
        return NODES.textNode(text);
    }

    private void checkReferences(String pointer) throws IOException {
        if (tokens.isCurrentAlias()) {
            found(
                    pointer,
                    "alias",
                    "aliases are not allowed: *" + tokens.getText() + " hides what is meant",
                    "write the value out");
        } else if (tokens.getObjectId() != null) {
            found(
                    pointer,
                    "anchor",
                    "anchors are not allowed: &" + tokens.getObjectId() + " has no use without aliases",
                    "remove it");
        } else if (tokens.getTypeId() != null) {
            found(
                    pointer,
                    "tag",
                    "tags are not allowed: " + tokens.getTypeId(),
                    "remove it, and quote the value if it is text");
        }
    }

    private void found(String pointer, String code, String message, String remedy) {
        findings.add(new Finding(pointer, pointer.contains("#"), code, message, remedy));
    }

    private Positions.Position here() {
        JsonLocation location = tokens.currentTokenLocation();
        return new Positions.Position(location.getLineNr(), location.getColumnNr());
    }
}
