package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.client.Members;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.simulator.process.Images;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the demo must know of an engine to show it, with real processes or with simulated ones. */
interface DemoEngine {

    /** What a pod is told by, before the update or after it; the sentence goes on after "every pod". */
    record Template(String sentence, Predicate<JsonNode> of) {

        static Template version(String version, String image) {
            return new Template(
                    "runs " + version,
                    pod -> pod.at("/spec/containers/0/image").asText().endsWith(image));
        }
    }

    String name();

    /** The app of the sample repository that it runs. */
    String app();

    /** @throws dev.quorate.cli.CliException where its programs are missing, with what to do */
    Images programs();

    /** @param cluster where their passwords are */
    Members members(DemoCluster cluster);

    /** The port of its clients. */
    int port();

    /** The name of the port at which its members are scraped, where its programs here have one. */
    default Optional<String> metrics() {
        return Optional.empty();
    }

    /** Whether its simulated members speak as its clients expect. */
    default boolean simulated() {
        return true;
    }

    /** Pods of the app beside so many voters. */
    default int others(int voters) {
        return 0;
    }

    /** Whether a member with another volume is another member. */
    default boolean knownByVolume() {
        return true;
    }

    /** Whether a member that reaches nobody is not ready. */
    default boolean unreadyAlone() {
        return true;
    }

    /** What the app of the first commit has otherwise than the sample. */
    List<Edit> beginning();

    Edit update();

    /** What every pod has before and after the update. */
    Template older();

    Template newer();

    /** An update that can never work, to an image that nobody has. */
    Edit broken();

    /** That image; a star stands for anything. */
    String noImage();
}
