package dev.quorate.cluster;

/** Order of resourceVersions: numbers of one sequence for all objects of a cluster; one that is no number has no order. */
final class Versions {

    private Versions() {}

    static boolean atLeast(String version, String wanted) {
        return version.equals(wanted) || (ordered(version, wanted) && number(version) >= number(wanted));
    }

    /** The newer of the two; the one that came later where they have no order. */
    static String newer(String before, String later) {
        return atLeast(before, later) ? before : later;
    }

    private static boolean ordered(String version, String wanted) {
        return isNumber(version) && isNumber(wanted);
    }

    private static boolean isNumber(String version) {
        return !version.isEmpty() && version.length() <= 18 && version.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long number(String version) {
        return Long.parseLong(version);
    }
}
