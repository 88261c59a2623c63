package dev.quorate.git;

/**
 * An entry of a Git tree. Equal ids mean equal content, so whatever is derived from it can be kept by id.
 *
 * @param id the object id; of a submodule the commit that it points to
 */
public record Blob(String id, Content content) {}
