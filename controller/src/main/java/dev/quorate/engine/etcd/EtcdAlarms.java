package dev.quorate.engine.etcd;

import dev.quorate.engine.etcd.EtcdAnswer.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The alarms of a cluster. Every member reports them all, with the id of the one that raised each, or 0 for all. */
final class EtcdAlarms {

    private static final Pattern ALARM = Pattern.compile("memberID:([0-9]+) alarm:([A-Z]+)");

    private record Alarm(String memberId, String kind) {}

    private EtcdAlarms() {}

    /** One sentence for each. */
    static List<String> of(List<EtcdAnswer> answers, UnaryOperator<String> nameOfMember) {
        List<String> sentences = new ArrayList<>();
        for (Alarm alarm : alarms(answers)) {
            String who = alarm.memberId().equals("0") ? "the cluster" : nameOfMember.apply(alarm.memberId());
            sentences.add(who + sentence(alarm.kind()));
        }
        return sentences;
    }

    static boolean about(String memberId, List<EtcdAnswer> answers) {
        return alarms(answers).stream().anyMatch(alarm -> alarm.memberId().equals(memberId));
    }

    private static String sentence(String kind) {
        return switch (kind) {
            case "NOSPACE" ->
                " has used up its quota (NOSPACE): nothing is written until space is freed by compaction and defragmentation"
                        + " and the alarm is disarmed";
            case "CORRUPT" -> " holds data that differs from that of the others (CORRUPT)";
            default -> " raised the alarm " + kind;
        };
    }

    private static Set<Alarm> alarms(List<EtcdAnswer> answers) {
        Set<Alarm> alarms = new LinkedHashSet<>();
        for (EtcdAnswer answer : answers) {
            for (String error : answer.status().map(Status::errors).orElse(List.of())) {
                Matcher matcher = ALARM.matcher(error);
                if (matcher.find()) {
                    alarms.add(new Alarm(matcher.group(1), matcher.group(2)));
                }
            }
        }
        return alarms;
    }
}
