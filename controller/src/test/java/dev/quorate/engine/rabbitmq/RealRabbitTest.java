package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareLeave;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.MembershipView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members of a real RabbitMQ with messages in it. */
@Tag("real-rabbitmq")
class RealRabbitTest {

    static Stream<String> versions() {
        return Stream.of("3.10.8", "4.0.5")
                .filter(version -> version.startsWith(System.getProperty("quorate.rabbitmq", "")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void outByTwoAndInByTwo(String version) throws IOException {
        try (RealRabbit rabbit = new RealRabbit(RabbitTree.of(version), Files.createTempDirectory("rabbit"))) {
            found(rabbit, 3);
            System.out.println(rabbit.membership().observe(rabbit.roster()));
            System.out.println(rabbit.messages().declare(rabbit.addressOf(0), "orders", "quorum"));
            System.out.println(rabbit.messages().publish(rabbit.addressOf(1), "orders", "one"));
            join(rabbit, 3);
            join(rabbit, 4);
            System.out.println(rabbit.membership().observe(rabbit.roster()));
            leave(rabbit, 4);
            leave(rabbit, 3);
            System.out.println(rabbit.membership().observe(rabbit.roster()));
            assertEquals(List.of("one"), rabbit.messages().read(rabbit.addressOf(2), "orders"));
        }
    }

    static void found(RealRabbit rabbit, int size) {
        List<Integer> founders = IntStream.range(0, size).boxed().toList();
        founders.forEach(ordinal -> rabbit.admit(ordinal, State.NEW, founders));
        founders.forEach(ordinal -> assertEquals(Start.RUNS, rabbit.start(ordinal)));
        rabbit.await("the founders are healthy", () -> observe(rabbit).healthyVoters() == size
                && observe(rabbit).completeness().complete());
        founders.forEach(ordinal -> rabbit.admit(ordinal, State.STARTED, founders));
    }

    static MembershipView observe(RealRabbit rabbit) {
        return rabbit.membership().observe(rabbit.roster());
    }

    static void perform(RealRabbit rabbit, MemberAction action) {
        rabbit.await(action.toString(), () -> {
            CallResult result = rabbit.membership().perform(action, rabbit.roster());
            if (!(result instanceof CallResult.Done)) System.out.println(action + " " + result);
            return result instanceof CallResult.Done;
        });
    }

    static void join(RealRabbit rabbit, int ordinal) {
        rabbit.admit(ordinal, State.EXISTING, IntStream.rangeClosed(0, ordinal).boxed().toList());
        assertEquals(Start.RUNS, rabbit.start(ordinal));
        perform(rabbit, new CompleteJoin(rabbit.pod(ordinal), ""));
        rabbit.admit(ordinal, State.STARTED, IntStream.rangeClosed(0, ordinal).boxed().toList());
    }

    static void leave(RealRabbit rabbit, int ordinal) {
        Member member = observe(rabbit).byPod(rabbit.pod(ordinal)).orElseThrow();
        perform(rabbit, new PrepareLeave(rabbit.pod(ordinal), member.id()));
        perform(rabbit, new Leave(rabbit.pod(ordinal), member.id()));
        rabbit.forgetPod(ordinal);
    }
}
