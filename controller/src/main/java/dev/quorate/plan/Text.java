package dev.quorate.plan;

/** Small matters of wording, so that plan, log and commit say the same thing in the same way. */
final class Text {

    private Text() {}

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
