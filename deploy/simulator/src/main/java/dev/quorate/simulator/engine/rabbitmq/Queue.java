package dev.quorate.simulator.engine.rabbitmq;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A declared queue or stream.
 *
 * @param arguments those it was declared with, as JSON
 * @param members the nodes that have a replica; one that is not replicated is on the first
 */
record Queue(String vhost, String name, Type type, String arguments, List<String> members) {

    enum Type {
        CLASSIC,
        QUORUM,
        STREAM;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Queue {
        members = List.copyOf(members);
    }

    static String key(String vhost, String name) {
        return vhost + " " + name;
    }

    String key() {
        return key(vhost, name);
    }

    boolean replicated() {
        return type != Type.CLASSIC;
    }

    boolean isOn(String node) {
        return members.contains(node);
    }

    int majority() {
        return members.size() / 2 + 1;
    }

    Queue with(String node) {
        List<String> more = new ArrayList<>(members);
        more.add(node);
        return new Queue(vhost, name, type, arguments, more);
    }

    Queue without(String node) {
        return new Queue(
                vhost,
                name,
                type,
                arguments,
                members.stream().filter(member -> !member.equals(node)).toList());
    }
}
