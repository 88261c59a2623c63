package dev.quorate.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The repository as a label value. It is frozen in every object's labels, so it must not change with the way to reach the
 * repository: https, ssh and the short form of one repository give the same name.
 */
public final class RepositoryName {
    private static final int READABLE = 40;
    private static final int DIGITS = 8;

    private RepositoryName() {}

    public static String of(String url) {
        String place = url.replaceFirst("^[A-Za-z+.-]+://", "")
                .replaceFirst("[?#].*$", "")
                .replaceFirst("^[^/@]*@", "")
                .replaceFirst("^([^/:]+):(\\d+/)?", "$1/")
                .replaceFirst("/+$", "")
                .replaceFirst("\\.git$", "");
        String last = place.substring(place.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String readable = last.substring(0, Math.min(READABLE, last.length()));
        return (readable.isEmpty() ? "repository" : readable) + "-" + digest(place);
    }

    private static String digest(String place) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
