package dev.quorate.engine.rediscluster;

import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a node, known before it runs: the same for all who know its admission, and another when it is admitted anew because
 * its volume was lost. So everybody can ask an address whether it is still who it was, before he meets it.
 */
final class NodeId {

    private NodeId() {}

    static String of(AppName app, Admission admission) {
        return of(app, admission.pod(), admission.incarnation());
    }

    static String of(AppName app, String pod, String incarnation) {
        String text = app.namespace() + "/" + pod + " " + incarnation;
        try {
            // Short enough for Redis, and nothing that anybody could gain by a collision.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
