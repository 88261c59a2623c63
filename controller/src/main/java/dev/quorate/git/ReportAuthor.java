package dev.quorate.git;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose name stands on the report commits.
 *
 * @param signingKey an OpenSSH private key without passphrase that signs each commit
 */
public record ReportAuthor(String name, String email, Optional<Path> signingKey) {}
