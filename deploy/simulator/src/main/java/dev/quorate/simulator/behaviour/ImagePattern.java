package dev.quorate.simulator.behaviour;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Images by their whole name; a {@code *} stands for anything. */
record ImagePattern(Pattern form) {

    static ImagePattern of(String text) {
        return new ImagePattern(Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))));
    }

    boolean matches(String image) {
        return form.matcher(image).matches();
    }
}
