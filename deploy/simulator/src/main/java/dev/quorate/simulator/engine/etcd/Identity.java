package dev.quorate.simulator.engine.etcd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

/** Ids as etcd computes them: the same start parameters give the same ids, so blank members of one bootstrap find each other. */
final class Identity {

    private Identity() {}

    static long member(List<String> peerUrls, String salt) {
        return hash(String.join("", peerUrls.stream().sorted().toList()) + salt);
    }

    static long cluster(Collection<Long> memberIds) {
        StringBuilder text = new StringBuilder();
        memberIds.stream()
                .sorted(Long::compareUnsigned)
                .forEach(id -> text.append(Long.toHexString(id)).append('.'));
        return hash(text.toString());
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
