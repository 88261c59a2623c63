package dev.quorate.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether the bytes of a file are text that a YAML parser takes, and where the first is that is not. */
final class TextCheck {
    private static final char REPLACEMENT = '\uFFFD';

    private TextCheck() {}

    /** The first byte or character that is not allowed. */
    static Optional<Problem> problem(String path, byte[] blob) {
        String text = text(blob);
        if (!isUtf8(blob)) {
            String message = "this byte is not UTF-8";
            return Optional.of(
                    at(path, text, text.indexOf(REPLACEMENT), "not-utf-8", message, "save the file as UTF-8"));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isRefused(c)) {
                String message = "the control character U+%04X is not allowed".formatted((int) c);
                return Optional.of(at(path, text, i, "control-character", message, "remove it"));
            }
        }
        return Optional.empty();
    }

    private static boolean isRefused(char c) {
        return c >= '\uFFFE' || (Character.isISOControl(c) && "\t\n\r\u0085".indexOf(c) < 0);
    }

    /** The text without its byte order mark; a byte that is not UTF-8 becomes U+FFFD. */
    static String text(byte[] blob) {
        String text = new String(blob, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isUtf8(byte[] blob) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(blob));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Problem at(String path, String text, int index, String code, String message, String remedy) {
        String before = text.substring(0, index);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return new Problem(path, line, column, "", code, message, remedy);
    }
}
