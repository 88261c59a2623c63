package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.Reach;
import java.io.IOException;

/** The way to members that are processes of this machine. */
final class TreeReach implements Reach {

    private final RealRabbit rabbit;

    TreeReach(RealRabbit rabbit) {
        this.rabbit = rabbit;
    }

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        return TreeHttp.WAY.http(target, call);
    }

    @Override
    public String secret(String namespace, String name, String key) {
        return RealRabbit.PASSWORD;
    }

    @Override
    public Exit exec(Target target, Command command) throws NoReply {
        try {
            return rabbit.exec(target.pod(), command.words());
        } catch (IOException broken) {
            throw new NoReply(target + ": " + broken, true);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new NoReply(target + ": interrupted", true);
        }
    }
}
