package dev.quorate.simulator.process;

import java.util.Optional;

/** The registry: what stands behind the name of an image. */
public interface Images {

    /** Absent where nobody has such an image; its pods back off then, and try again. */
    Optional<Image> find(String name);

    /** Names that this one does not know are looked for in the next. */
    default Images or(Images next) {
        return name -> find(name).or(() -> next.find(name));
    }
}
