package dev.quorate.simulator.behaviour;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects why a pod fits no node, and says it as a scheduler does. */
final class Unschedulable {

    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> preemption = new TreeMap<>();
    private int nodes;

    /** Takes what one node says, and answers whether the pod fits it. */
    boolean fits(List<NodeFilter.Reason> objections) {
        nodes++;
        objections.forEach(each -> reasons.merge(each.text(), 1, Integer::sum));
        if (!objections.isEmpty()) {
            boolean helps = objections.stream().allMatch(NodeFilter.Reason::helpedByPreemption);
            String text =
                    helps ? "No preemption victims found for incoming pod" : "Preemption is not helpful for scheduling";
            preemption.merge(text, 1, Integer::sum);
        }
        return objections.isEmpty();
    }

    String message() {
        return nodes == 0
                ? "no nodes available to schedule pods"
                : none() + counted(reasons) + ". no new claims to deallocate, preemption: " + none()
                        + counted(preemption) + ".";
    }

    /** What is wrong before any node is looked at. */
    String ofWholeCluster(String reason) {
        return none() + reason + ". not found";
    }

    private String none() {
        return "0/" + nodes + " nodes are available: ";
    }

    private static String counted(Map<String, Integer> texts) {
        return texts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
