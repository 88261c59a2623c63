package dev.quorate.engine.zookeeper;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Each change is done, and the first time nobody hears of it: as if the controller had ended right after the call. */
final class LostReplies implements Ensemble {

    private final Ensemble members;
    private final Set<String> lost = new HashSet<>();

    LostReplies(Ensemble members) {
        this.members = members;
    }

    @Override
    public String ask(AppName app, Roster.Pod pod, Word word) throws NoReply {
        return members.ask(app, pod, word);
    }

    @Override
    public Optional<ZooKeeperRefusal> change(AppName app, Roster.Pod via, Change change) throws NoReply {
        Optional<ZooKeeperRefusal> refusal = members.change(app, via, change);
        String what = change.joining().orElse("") + " " + change.leaving().orElse("");
        if (refusal.isEmpty() && lost.add(what)) {
            throw new NoReply("the controller has ended", true);
        }
        return refusal;
    }

    int count() {
        return lost.size();
    }
}
