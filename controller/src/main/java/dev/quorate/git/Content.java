package dev.quorate.git;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What an entry of a tree holds: bytes, or the reason why it was not read. */
public sealed interface Content {

    /** The bytes of a regular file. */
    final class Text implements Content {
        private final byte[] bytes;

        public Text(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        public static Text of(String text) {
            return new Text(text.getBytes(StandardCharsets.UTF_8));
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Text[" + bytes.length + " bytes]";
        }
    }

    /** A file over the limit, both in bytes; it was not read. */
    record TooLarge(long size, long limit) implements Content {}

    /** A symbolic link; never followed. */
    record Symlink() implements Content {}

    /** A submodule; never followed. */
    record Submodule() implements Content {}
}
