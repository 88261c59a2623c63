package dev.quorate.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples that AWS publishes with the description of its signatures for S3. */
class SignatureTest {

    private static final Signature EXAMPLE =
            new Signature("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");
    private static final URI BUCKET = URI.create("https://examplebucket.s3.amazonaws.com");
    private static final String NOTHING = Hash.of(new byte[0]);

    @Test
    void getObject() {
        assertSigned(
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                "GET",
                BUCKET.resolve("/test.txt"),
                Map.of("range", "bytes=0-9", "x-amz-content-sha256", NOTHING));
    }

    @Test
    void putObject() {
        assertSigned(
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                "PUT",
                BUCKET.resolve("/test%24file.text"),
                Map.of(
                        "date",
                        "Fri, 24 May 2013 00:00:00 GMT",
                        "x-amz-storage-class",
                        "REDUCED_REDUNDANCY",
                        "x-amz-content-sha256",
                        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"));
    }

    @Test
    void getLifecycle() {
        assertSigned(
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
                "GET",
                URI.create(BUCKET + "/?" + Signature.query(new TreeMap<>(Map.of("lifecycle", "")))),
                Map.of("x-amz-content-sha256", NOTHING));
    }

    @Test
    void listObjects() {
        assertSigned(
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
                "GET",
                URI.create(BUCKET + "/?" + Signature.query(new TreeMap<>(Map.of("max-keys", "2", "prefix", "J")))),
                Map.of("x-amz-content-sha256", NOTHING));
    }

    @Test
    void aQueryIsWrittenInTheOneFormThatIsSigned() {
        assertEquals(
                "a=1%2B2&b=shop%2Flocks%2F&c=~%2A%20-._",
                Signature.query(new TreeMap<>(Map.of("b", "shop/locks/", "a", "1+2", "c", "~* -._"))));
    }

    @Test
    void theSecretNeverShows() {
        assertFalse(EXAMPLE.toString().contains("wJalr"));
    }

    private static void assertSigned(String signature, String method, URI uri, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("x-amz-date", Signature.time(Instant.parse("2013-05-24T00:00:00Z")));
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;"
                        + String.join(";", all.keySet()).replace("host;", "") + ",Signature=" + signature,
                EXAMPLE.authorization(method, uri, all)
                        .replaceFirst("SignedHeaders=date;host", "SignedHeaders=host;date"));
    }
}
