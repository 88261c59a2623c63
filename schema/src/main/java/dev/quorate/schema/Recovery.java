package dev.quorate.schema;

import java.util.Optional;

/** How an app gets over the loss of all its members: what is kept of it, and what it began with. */
public record Recovery(Optional<Backup> backup, Optional<RestoreFrom> restoreFrom) {}
