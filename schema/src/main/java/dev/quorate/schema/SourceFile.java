package dev.quorate.schema;

/** Where an app is written: the path inside the repository and the line on which its document begins (1 is the first). */
public record SourceFile(String path, int line) {}
