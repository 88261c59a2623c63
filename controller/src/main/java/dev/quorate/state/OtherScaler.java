package dev.quorate.state;

/**
 * Somebody else who changes the size of an app or of its pods behind Quorate's back.
 *
 * @param kind of the object that asks for it: a {@code HorizontalPodAutoscaler} or {@code ScaledObject} on a StatefulSet of
 *     the app, a {@code VerticalPodAutoscaler} on its pods
 */
public record OtherScaler(String kind, String name) {

    /** Changes pods, and not how many there are. */
    public boolean vertical() {
        return kind.equals("VerticalPodAutoscaler");
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
