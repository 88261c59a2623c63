package dev.quorate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Java file as text: which packages it names, how long its methods are. Comments and literals are blanked out first,
 * so reflection is not seen.
 */
record JavaSource(Path file, String text, String code) {
    private static final Pattern BLANKED = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'",
            Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+?)\\.\\*?[A-Z*][\\w.*]*;");
    private static final Pattern FULL_NAME =
            Pattern.compile("(?<![\\w.])((?:dev|com|org|io|ch|info|okhttp3|okio)(?:\\.[a-z_]\\w*)+)\\.[A-Z]\\w*");
    private static final Pattern COMPACT_CONSTRUCTOR = Pattern.compile("\\s[A-Z]\\w*\\s*$");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+\\w+");

    static JavaSource read(Path file) {
        try {
            String text = Files.readString(file);
            return new JavaSource(file, text, blanked(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String packageName() {
        Matcher matcher = PACKAGE.matcher(code);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Every package that an import or a full name reaches. */
    Set<String> packagesUsed() {
        Set<String> used = new TreeSet<>();
        for (Pattern pattern : List.of(IMPORT, FULL_NAME)) {
            Matcher matcher = pattern.matcher(code);
            while (matcher.find()) {
                used.add(matcher.group(1));
            }
        }
        return used;
    }

    int lines() {
        return (int) text.lines().count();
    }

    /** The lines of every method and constructor, from its header to its closing brace. */
    List<Integer> methodLengths() {
        List<Integer> lengths = new ArrayList<>();
        Deque<Block> open = new ArrayDeque<>();
        int header = 0;
        for (int at = 0; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '{') {
                String before = code.substring(header, at);
                boolean type = TYPE.matcher(before).find();
                boolean method = !type && isMethod(before) && !open.isEmpty() && open.peek().type;
                open.push(new Block(type, method, line(header + leading(before))));
                header = at + 1;
            } else if (c == '}') {
                Block block = open.pop();
                if (block.method) {
                    lengths.add(line(at) - block.line + 1);
                }
                header = at + 1;
            } else if (c == ';') {
                header = at + 1;
            }
        }
        return lengths;
    }

    /** A parameter list, or the bare name of a compact constructor. */
    private static boolean isMethod(String header) {
        return header.contains(")") || COMPACT_CONSTRUCTOR.matcher(header).find();
    }

    private static int leading(String header) {
        return header.length() - header.stripLeading().length();
    }

    private int line(int position) {
        return (int) code.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
    }

    private static String blanked(String text) {
        return BLANKED.matcher(text).replaceAll(found -> found.group().replaceAll("[^\n]", " "));
    }

    private record Block(boolean type, boolean method, int line) {}
}
