package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.Reach.Exit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What commands of RabbitMQ print when they refuse: many lines, of which the first few say why. */
final class RabbitCommand {

    private RabbitCommand() {}

    static String sentence(Exit exit) {
        String said = Stream.concat(exit.err().lines(), exit.out().lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("Usage"))
                .limit(3)
                .collect(Collectors.joining(" "));
        return said.isEmpty() ? "exit code " + exit.code() : said;
    }

    /** It is forgotten already. */
    static boolean notAMember(Exit exit) {
        String said = exit.out() + exit.err();
        return said.contains("not_a_cluster_node") || said.contains("not a cluster member");
    }

    /** An earlier call has done it. */
    static boolean alreadyDone(Exit exit) {
        String said = exit.out() + exit.err();
        return said.contains("already_a_member") || said.contains("not_member") || said.contains("replica_exists");
    }
}
