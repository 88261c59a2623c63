package dev.quorate.git;

import java.nio.file.Path;
import java.util.Optional;

/** How to log in to the remote. As text, each says who logs in and no secret. */
public sealed interface Credentials {

    /** A local or public repository, or a user and password that the URL carries. */
    record None() implements Credentials {
        @Override
        public String toString() {
            return "a visitor without login";
        }
    }

    /** User and password over http(s); also the form of most forges' access tokens. */
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "user " + user;
        }
    }

    /** A token over http(s). */
    record Token(String token, Scheme scheme) implements Credentials {

        /** How the token is sent. */
        public enum Scheme {
            /** {@code Authorization: Bearer}. */
            BEARER,
            /** As the password of the user {@code x-access-token}, which forges take for tokens of apps and jobs. */
            X_ACCESS_TOKEN
        }

        @Override
        public String toString() {
            return "a token (" + scheme + ")";
        }
    }

    /** A private key over ssh; the host's key must stand in {@code knownHosts}, which is never written. */
    record SshKey(Path privateKey, Optional<String> passphrase, Path knownHosts) implements Credentials {
        @Override
        public String toString() {
            return "the key " + privateKey;
        }
    }
}
