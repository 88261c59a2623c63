package dev.quorate.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Accepted;
import dev.quorate.state.Accepted.Direction;
import dev.quorate.state.Accepted.Wish;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.OtherScaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The lines of an observed state about a size that follows requests. */
final class ScalingText {

    private final DesiredComponent component;
    private final OptionalInt written;
    private final List<OtherScaler> scalers = new ArrayList<>();
    private final List<String[]> conditions = new ArrayList<>();
    private OptionalInt request = OptionalInt.empty();
    private String requester = "";
    private OptionalInt said = OptionalInt.empty();
    private Optional<Accepted> accepted = Optional.empty();
    private Optional<String> keptSize = Optional.empty();

    ScalingText(DesiredComponent component, OptionalInt written) {
        this.component = component;
        this.written = written;
    }

    void line(String[] words) {
        switch (words[0]) {
            case "request" -> {
                request = OptionalInt.of(Integer.parseInt(words[1]));
                requester = words.length > 2 ? words[2] : "";
            }
            case "kept-size" -> keptSize = Optional.of(words[1] + " " + words[2] + " " + words[3]);
            case "said" -> said = OptionalInt.of(Integer.parseInt(words[1]));
            case "accepted" -> accepted(words);
            case "written" -> accepted = accepted.map(size -> size.written(OptionalInt.of(Integer.parseInt(words[1]))));
            case "wish" ->
                accepted = accepted.map(size -> size.wishing(Optional.of(
                        new Wish(Direction.valueOf(words[1]), Scenario.NOW.minusSeconds(Long.parseLong(words[2]))))));
            case "failed" -> accepted = accepted.map(size -> failed(size, Integer.parseInt(words[1])));
            case "autoscaler" -> conditions.add(words);
            case "scaler" -> scalers.add(new OtherScaler(words[1], words[2]));
            default -> throw new IllegalArgumentException("no such line: " + String.join(" ", words));
        }
    }

    /** {@code accepted 4 since 700}, or {@code accepted 4 from 3} on the way there. */
    private void accepted(String[] words) {
        int count = Integer.parseInt(words[1]);
        Accepted size = Accepted.first(component.name(), count, written, Scenario.NOW, "1234567");
        accepted = Optional.of(
                words[2].equals("since")
                        ? size.change(count).reached(Scenario.NOW.minusSeconds(Long.parseLong(words[3])))
                        : Accepted.first(component.name(), Integer.parseInt(words[3]), written, Scenario.NOW, "1234567")
                                .change(count));
    }

    private static Accepted failed(Accepted size, int times) {
        return new Accepted(
                size.component(),
                size.count(),
                size.before(),
                size.reached(),
                size.written(),
                size.wish(),
                times,
                "1234567");
    }

    List<Accepted> accepted() {
        return accepted.stream().toList();
    }

    List<OtherScaler> scalers() {
        return scalers;
    }

    /** The set as it was applied after autoscale had left the spec. */
    Manifest keeping(Manifest applied) {
        return keptSize.map(size -> Differences.annotatedSet(applied, KeptSize.ANNOTATION, size))
                .orElse(applied);
    }

    /** An object of ours as others have written it since. */
    Manifest on(Manifest object) {
        if (object.kind() == Kind.SCALE_TARGET) {
            return object.with(this::target);
        }
        return object.kind() == Kind.HORIZONTAL_POD_AUTOSCALER ? object.with(this::autoscaler) : object;
    }

    private void target(ObjectNode tree) {
        request.ifPresent(replicas -> tree.putObject("spec").put("replicas", replicas));
        said.ifPresent(count -> tree.putObject("status").put("accepted", count));
        if (!requester.isEmpty()) {
            ObjectNode owner = tree.withObject("/metadata")
                    .withArrayProperty("managedFields")
                    .addObject()
                    .put("manager", requester)
                    .put("operation", "Update")
                    .put("subresource", "scale");
            owner.putObject("fieldsV1").putObject("f:spec").putObject("f:replicas");
        }
    }

    private void autoscaler(ObjectNode tree) {
        conditions.forEach(words -> tree.withObject("/status")
                .withArrayProperty("conditions")
                .addObject()
                .put("type", words[1])
                .put("status", words[2])
                .put("reason", words[3]));
    }
}
