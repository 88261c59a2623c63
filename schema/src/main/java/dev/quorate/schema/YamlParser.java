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
import java.util.Optional;

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
    private final int[] characters;
    private Positions positions = new Positions();
    private List<Finding> findings = new ArrayList<>();

    private YamlParser(YAMLParser tokens, String text) {
        this.tokens = tokens;
        this.characters = text.codePoints().toArray();
    }

    static List<YamlDocument> documents(String text) throws YamlSyntaxException {
        try (YAMLParser tokens = YAML.createParser(text)) {
            return new YamlParser(tokens, text).documents();
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
            // The same few words in every file, and the documents of all apps are kept.
            String key = tokens.currentName().intern();
            String child = Pointers.child(pointer, key);
            Positions.Position place = here();
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

    /** Of two equal keys the first one counts, as its value has been read already. */
    private void skipKey(String child, String key, Positions.Position place) throws IOException {
        tokens.skipChildren();
        boolean merge = key.equals("<<");
        String message = merge
                ? "merge keys are not allowed: parsers of YAML disagree about them"
                : "the key " + Json.quoted(key) + " is there already, on line "
                        + positions.ofKey(child).line();
        findings.add(new Finding(
                child,
                true,
                Optional.of(place),
                merge ? "merge-key" : "duplicate-key",
                message,
                merge ? "write the fields out" : "keep one of the two"));
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
        return switch (tokens.getNumberType()) {
            case INT -> NODES.numberNode(tokens.getIntValue());
            case BIG_INTEGER -> NODES.numberNode(tokens.getBigIntegerValue());
            default -> NODES.numberNode(tokens.getLongValue());
        };
    }

    /** Problems are committed for all to read, so what an environment variable holds is not repeated in them. */
    private JsonNode ambiguous(String pointer, String text) {
        if (pointer.endsWith("/value") && !Character.isLetter(text.charAt(0))) {
            found(pointer, "ambiguous-value", "versions of YAML read this value differently", "put it in quotes");
        } else {
            found(pointer, "ambiguous-value", PlainScalar.surprise(text), PlainScalar.remedy(text));
        }
        return NODES.textNode(text);
    }

    private void checkReferences(String pointer) throws IOException {
        if (tokens.isCurrentAlias()) {
            found(pointer, "alias", "aliases are not allowed, for they hide what is meant", "write the value out");
        } else if (tokens.getObjectId() != null || beginsWithAnchor()) {
            found(pointer, "anchor", "anchors are not allowed, for they have no use without aliases", "remove it");
        } else if (tokens.getTypeId() != null) {
            found(pointer, "tag", "tags are not allowed", "remove it, and quote the value if it is text");
        }
    }

    /** The tokens of single values do not tell their anchor, but nothing else there can begin with an ampersand. */
    private boolean beginsWithAnchor() {
        int offset = (int) tokens.currentTokenLocation().getCharOffset();
        return offset >= 0 && offset < characters.length && characters[offset] == '&';
    }

    private void found(String pointer, String code, String message, String remedy) {
        findings.add(Finding.ofValue(pointer, code, message, remedy));
    }

    private Positions.Position here() {
        JsonLocation location = tokens.currentTokenLocation();
        return new Positions.Position(location.getLineNr(), location.getColumnNr());
    }
}
