package dev.quorate.schema;

import java.util.regex.Pattern;

/** JSON pointers: how they are built, and how people read them. */
final class Pointers {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final Pattern INDEX = Pattern.compile("[0-9]+");

    private Pointers() {}

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }

    /** The pointer to the value around, or the empty pointer of the whole document. */
    static String parent(String pointer) {
        return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    }

    /** {@code /spec/ports/0/name} as {@code spec.ports[0].name}. */
    static String field(String pointer) {
        StringBuilder field = new StringBuilder();
        for (String part : pointer.split("/", -1)) {
            String key = part.replace("~1", "/").replace("~0", "~");
            if (INDEX.matcher(key).matches()) {
                field.append('[').append(key).append(']');
            } else if (!PLAIN_KEY.matcher(key).matches()) {
                field.append(key.isEmpty() ? "" : "[" + Json.quoted(key) + "]");
            } else {
                field.append(field.isEmpty() ? "" : ".").append(key);
            }
        }
        return field.toString();
    }
}
