package dev.quorate.simulator.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What one cluster of processes has to itself on this machine, by its number: a folder, a subnet, and the names of a bridge and of
 * network namespaces. The number is held by a socket that no other process can bind, so it is free as soon as its owner is dead,
 * however it died; whoever takes it next first removes what is left.
 *
 * <p>Each name is written down in the folder before it is made. What is not written down there belongs to somebody else and is
 * never touched.
 */
final class Territory implements AutoCloseable {

    private static final int COUNT = 250;
    private static final int HELD_PORT = 2380;
    private static final Set<String> MADE = Set.of("bridge", "namespaces");

    private final int number;
    private final Path folder;
    private final ServerSocket held;

    private Territory(int number, Path folder, ServerSocket held) {
        this.number = number;
        this.folder = folder;
        this.held = held;
    }

    /** @param base belongs to root alone */
    static Territory take(Path base) throws IOException {
        clean(base);
        for (int number = 0; number < COUNT; number++) {
            Optional<Territory> taken = take(base, number);
            if (taken.isPresent()) {
                if (taken.get().settle()) {
                    return taken.get();
                }
                taken.get().held.close();
            }
        }
        throw new IOException(
                "There is no free subnet for pods between " + subnet(0) + ".0 and " + subnet(COUNT) + ".0");
    }

    /** Removes what is left of all whose owners are dead. */
    private static void clean(Path base) throws IOException {
        for (String folder : FileTree.names(base)) {
            String[] parts = folder.split("-", 2);
            if (parts.length == 2 && parts[0].matches("\\d{1,3}") && parts[1].equals(networkNamespace())) {
                Optional<Territory> orphaned = take(base, Integer.parseInt(parts[0]));
                if (orphaned.isPresent()) {
                    orphaned.get().close();
                }
            }
        }
    }

    /** Absent where it has an owner. */
    private static Optional<Territory> take(Path base, int number) throws IOException {
        // Another network namespace on this file system has other sockets, and other namespaces and bridges too.
        Path folder = base.resolve(number + "-" + networkNamespace());
        return bind(number).map(socket -> new Territory(number, folder, socket));
    }

    private static String networkNamespace() throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        return link.replaceAll("\\D", "");
    }

    private static Optional<ServerSocket> bind(int number) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.63.255." + (number + 1)), HELD_PORT));
            return Optional.of(socket);
        } catch (IOException taken) {
            socket.close();
            return Optional.empty();
        }
    }

    /** False where somebody else uses what this number stands for. */
    private boolean settle() throws IOException {
        removeLeftovers();
        if (NetworkInterface.getByName(bridge()) != null || subnetIsUsed()) {
            return false;
        }
        for (String each : MADE) {
            Files.createDirectories(
                    folder.resolve(each),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return true;
    }

    private boolean subnetIsUsed() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address.getHostAddress().startsWith(subnet(number) + "."));
    }

    private static String subnet(int number) {
        return "10.231." + number;
    }

    /** Its first three numbers. */
    String subnet() {
        return subnet(number);
    }

    Path folder() {
        return folder;
    }

    String bridge() {
        return "quorate" + number;
    }

    /** Also of the outer end of its link. */
    String namespace(int serial) {
        return "quorate" + number + "-" + serial;
    }

    void writeDownBridge() throws IOException {
        Files.writeString(folder.resolve("bridge").resolve(bridge()), "");
    }

    void writeDownNamespace(String name) throws IOException {
        Files.writeString(folder.resolve("namespaces").resolve(name), "");
    }

    void strikeNamespace(String name) throws IOException {
        Files.deleteIfExists(folder.resolve("namespaces").resolve(name));
    }

    private void removeLeftovers() throws IOException {
        for (String namespace : FileTree.names(folder.resolve("namespaces"))) {
            Namespaces.remove(namespace);
        }
        for (String bridge : FileTree.names(folder.resolve("bridge"))) {
            Namespaces.removeLink(bridge);
        }
        FileTree.delete(folder);
    }

    /** Ends all processes in its namespaces and removes everything. */
    @Override
    public void close() throws IOException {
        try {
            removeLeftovers();
        } finally {
            held.close();
        }
    }
}
