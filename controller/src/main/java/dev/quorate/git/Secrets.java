package dev.quorate.git;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes credentials out of texts that others wrote, before these go to a log, a condition or a report. */
final class Secrets {

    private static final Pattern LOGIN_IN_URL = Pattern.compile("(?i)([a-z][a-z0-9+.-]{0,20}://)[^/@\\s]+@");
    private static final Pattern QUERY_IN_URL =
            Pattern.compile("(?i)((?:https?|ssh|file)://[^\\s?'\"]+)\\?[^\\s'\":,)]*");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)\\b(bearer|basic)\\s+[a-z0-9+/=._~-]{8,}");
    private static final int LONGEST = 500;

    /** More than this of a server's words is not even looked at: the patterns are not to be fed without end. */
    private static final int LONGEST_LOOKED_AT = 8 * LONGEST;

    private final List<String> literals;

    private Secrets(List<String> literals) {
        this.literals = literals;
    }

    static Secrets of(GitSettings settings) {
        List<String> known = new ArrayList<>();
        settings.address().rawPassword().ifPresent(known::add);
        Credentials login = settings.login();
        if (login instanceof Credentials.Basic basic) {
            known.add(basic.password());
            known.add(base64(basic.user() + ":" + basic.password()));
        } else if (login instanceof Credentials.Token token) {
            known.add(token.token());
            known.add(base64("x-access-token:" + token.token()));
        } else if (login instanceof Credentials.SshKey key) {
            key.passphrase().ifPresent(known::add);
        }
        return new Secrets(known.stream()
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .filter(secret -> !secret.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** One line without secrets, also safe against control characters of a hostile server. */
    String clean(String text) {
        String clean = text;
        for (String literal : literals) {
            clean = clean.replace(literal, "***");
        }
        clean = clean.substring(0, Math.min(clean.length(), LONGEST_LOOKED_AT));
        clean = LOGIN_IN_URL.matcher(clean).replaceAll("$1");
        clean = QUERY_IN_URL.matcher(clean).replaceAll("$1");
        clean = AUTHORIZATION.matcher(clean).replaceAll("$1 ***");
        clean = clean.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
