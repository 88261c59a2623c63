package dev.quorate.backup;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Version 4 of the signatures that S3 asks for: who comes and what he wants, sealed with his secret key.
 *
 * @param secret never shown
 */
record Signature(String accessKey, String secret, String region) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static String time(Instant now) {
        return TIME.format(now);
    }

    /** A query in the one order and form that is signed. */
    static String query(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /**
     * The header {@code Authorization}.
     *
     * @param uri its query in signed form
     * @param headers all that are signed but {@code host}; their names in lower case, and {@code x-amz-date} and
     *     {@code x-amz-content-sha256} among them
     */
    String authorization(String method, URI uri, Map<String, String> headers) {
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", host(uri));
        String names = String.join(";", signed.keySet());
        String lines = signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        String time = signed.getOrDefault("x-amz-date", "");
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String request = String.join(
                "\n", method, uri.getRawPath(), query, lines, names, signed.getOrDefault("x-amz-content-sha256", ""));
        String day = time.substring(0, 8);
        String scope = day + "/" + region + "/s3/aws4_request";
        String text = String.join("\n", ALGORITHM, time, scope, Hash.of(request.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, "s3", "aws4_request"}) {
            key = sealed(key, part);
        }
        return ALGORITHM + " Credential=" + accessKey + "/" + scope + ",SignedHeaders=" + names + ",Signature="
                + HexFormat.of().formatHex(sealed(key, text));
    }

    /** As the JDK's client writes it. */
    private static String host(URI uri) {
        int standard = uri.getScheme().equals("https") ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == standard ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static byte[] sealed(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return accessKey + " in " + region;
    }
}
