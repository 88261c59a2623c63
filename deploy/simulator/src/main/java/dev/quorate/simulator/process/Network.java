package dev.quorate.simulator.process;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The pods' network: a bridge on this machine, and a link from it into the namespace of each pod. */
final class Network {

    private static final int FIRST = 2;
    private static final int LAST = 250;

    private final Territory territory;
    private final Set<Integer> taken = new HashSet<>();
    private int serial;
    private int next = FIRST;

    Network(Territory territory) {
        this.territory = territory;
    }

    /** @param namespace names its link too */
    record Place(String namespace, String address) {}

    /** Where this machine is in the pods' network. */
    String gateway() {
        return territory.subnet() + ".1";
    }

    void open() throws IOException {
        territory.writeDownBridge();
        String bridge = territory.bridge();
        batch(
                List.of("ip", "-batch", "-"),
                "link add " + bridge + " type bridge forward_delay 0",
                "addr add " + gateway() + "/24 dev " + bridge,
                "link set " + bridge + " up");
    }

    /** A namespace for a pod, with an address that no pod had just before. */
    Place attach() throws IOException {
        Place place = reserve();
        String name = place.namespace();
        territory.writeDownNamespace(name);
        HostCommand.run("ip", "netns", "add", name);
        batch(
                List.of("ip", "-batch", "-"),
                "link add " + name + " type veth peer name eth0 netns " + name,
                "link set " + name + " master " + territory.bridge() + " up");
        batch(
                List.of("ip", "-n", name, "-batch", "-"),
                "link set lo up",
                "addr add " + place.address() + "/24 dev eth0",
                "link set eth0 up",
                "route add default via " + gateway());
        String ports = "echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start";
        HostCommand.run("ip", "netns", "exec", name, "sh", "-c", ports);
        return place;
    }

    private synchronized Place reserve() throws IOException {
        for (int tried = FIRST; tried <= LAST; tried++) {
            int number = next;
            next = next == LAST ? FIRST : next + 1;
            if (taken.add(number)) {
                return new Place(territory.namespace(++serial), territory.subnet() + "." + number);
            }
        }
        throw new IOException("All addresses of " + territory.subnet() + ".0 are taken");
    }

    /** Takes the link down, or up again. */
    void connect(Place place, boolean up) throws IOException {
        HostCommand.run("ip", "link", "set", place.namespace(), up ? "up" : "down");
    }

    /** Ends what still runs there. */
    void detach(Place place) throws IOException {
        Namespaces.remove(place.namespace());
        territory.strikeNamespace(place.namespace());
        synchronized (this) {
            taken.remove(
                    Integer.valueOf(place.address().substring(place.address().lastIndexOf('.') + 1)));
        }
    }

    private static void batch(List<String> command, String... lines) throws IOException {
        HostCommand.run(String.join("\n", lines) + "\n", command);
    }
}
