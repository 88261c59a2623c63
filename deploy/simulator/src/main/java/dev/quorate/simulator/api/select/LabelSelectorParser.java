package dev.quorate.simulator.api.select;

import dev.quorate.simulator.api.rules.Names;
import dev.quorate.simulator.api.select.LabelSelector.Operator;
import dev.quorate.simulator.api.select.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code app=web,tier in (a,b),!old} from left to right. */
final class LabelSelectorParser {

    private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|[=!<>(),]|[^\\s=!<>(),]+)\\s*");
    private static final Pattern SYMBOL = Pattern.compile("==|!=|[=!<>(),]");
    private static final Pattern VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final String END = "";

    private final List<String> tokens = new ArrayList<>();
    private int next;

    LabelSelectorParser(String text) {
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
    }

    List<Requirement> parse() {
        List<Requirement> requirements = new ArrayList<>();
        requirements.add(requirement());
        while (!peek().equals(END)) {
            String separator = take();
            if (!separator.equals(",")) {
                throw new SelectorException("found '" + separator + "', expected: ',' or 'end of string'");
            }
            requirements.add(requirement());
        }
        return requirements;
    }

    private Requirement requirement() {
        if (peek().equals("!")) {
            take();
            return new Requirement(key(take()), Operator.NOT_EXISTS, Set.of());
        }
        String first = take();
        if (first.equals(END) || SYMBOL.matcher(first).matches()) {
            throw new SelectorException("found '" + first + "', expected: !, identifier, or 'end of string'");
        }
        String key = key(first);
        return switch (peek()) {
            case END, "," -> new Requirement(key, Operator.EXISTS, Set.of());
            case "=", "==" -> one(key, Operator.IN);
            case "!=" -> one(key, Operator.NOT_IN);
            case ">" -> one(key, Operator.GREATER);
            case "<" -> one(key, Operator.LESS);
            case "in" -> many(key, Operator.IN);
            case "notin" -> many(key, Operator.NOT_IN);
            default ->
                throw new SelectorException(
                        "unable to parse requirement: found '" + peek() + "', expected: in, notin, =, ==, !=, gt, lt");
        };
    }

    private Requirement one(String key, Operator operator) {
        take();
        boolean empty = peek().equals(END) || peek().equals(",");
        return new Requirement(key, operator, Set.of(value(key, empty ? "" : take())));
    }

    private Requirement many(String key, Operator operator) {
        take();
        if (!peek().equals("(")) {
            throw new SelectorException("unable to parse requirement: found '" + peek() + "' expected: '('");
        }
        take();
        Set<String> values = new HashSet<>();
        while (!peek().equals(")") && !peek().equals(END)) {
            String token = take();
            if (!token.equals(",")) {
                values.add(value(key, token));
            }
        }
        if (values.isEmpty()) {
            values.add("");
        }
        take();
        return new Requirement(key, operator, values);
    }

    private static String key(String text) {
        Names.problemOfKey(text).ifPresent(why -> {
            throw new SelectorException("unable to parse requirement: <nil>: Invalid value: \"" + text + "\": " + why);
        });
        return text;
    }

    private static String value(String key, String text) {
        if (!VALUE.matcher(text).matches()) {
            throw new SelectorException("unable to parse requirement: values[0][" + key + "]: Invalid value: \"" + text
                    + "\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                    + " must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345',"
                    + " regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
        }
        return text;
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : END;
    }

    private String take() {
        String token = peek();
        next++;
        return token;
    }
}
