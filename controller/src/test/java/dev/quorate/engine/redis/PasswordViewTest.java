package dev.quorate.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.MemberAction.ChangePassword;
import dev.quorate.engine.MemberAction.ChangePassword.Turn;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.schema.AppName;
import dev.quorate.state.Passwords;
import dev.quorate.state.Passwords.Next;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordViewTest {

    private static final AppName APP = new AppName("shop", "sessions");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private Secrets secrets;

    @BeforeEach
    void makeSecrets() {
        secrets = new Secrets(APP, directory.resolve("keyring"));
    }

    /** Each step's reply is lost, and it is asked for again before anybody has looked. */
    @Test
    void aStepWhoseReplyIsLostIsNotMadeTwice() throws NoReply {
        String first = secrets.password();
        for (Turn turn : List.of(Turn.MAKE_UP, Turn.TAKE, Turn.TELL, Turn.USE, Turn.FORGET)) {
            ChangePassword change = change(turn);
            NoReply lost = assertThrows(NoReply.class, () -> read().make(change, deaf()), turn::name);
            assertTrue(lost.mayHaveArrived());
            PasswordView after = read();
            assertFalse(after.allows(change), turn::name);
            assertTrue(after.keyring().takes(secrets.password()), () -> "clients are let in after " + turn);
            assertEquals(turn != Turn.FORGET, after.keyring().takes(first), () -> "who has the former after " + turn);
        }
        assertEquals(List.of(secrets.password()), read().keyring().passwords());
        assertEquals(1, read().keyring().generation());
        assertEquals(Next.NOTHING, facts().next());
    }

    /** Two have read the same; who is frozen in between and wakes writes nothing. */
    @Test
    void whoReadBeforeAnotherWroteWritesNothing() throws NoReply {
        for (Turn turn : List.of(Turn.MAKE_UP, Turn.TAKE, Turn.TELL, Turn.USE, Turn.FORGET)) {
            ChangePassword change = change(turn);
            PasswordView frozen = read();
            assertTrue(frozen.allows(change), turn::name);
            read().make(change, secrets);
            Keyring written = read().keyring();
            String told = secrets.password();
            NoReply refused = assertThrows(NoReply.class, () -> frozen.make(change, secrets), turn::name);
            assertFalse(refused.mayHaveArrived());
            assertEquals(written, read().keyring());
            assertEquals(told, secrets.password());
        }
    }

    @Test
    void noValueEverShows() throws NoReply {
        secrets.edit(Map.of(RedisPods.PASSWORD, "a secret with spaces", Keyring.NEXT, "another one"));
        assertEquals("shop/sessions-auth", read().clients().toString());
        Optional<String> fault = facts().fault();
        assertTrue(fault.isPresent());
        for (String text : List.of(facts().toString(), read().toString(), fault.get())) {
            assertFalse(
                    text.contains("spaces") || text.contains("another one") || text.contains(RealRedis.PASSWORD), text);
        }
    }

    private PasswordView read() throws NoReply {
        return PasswordView.read(secrets, APP);
    }

    private Passwords facts() throws NoReply {
        return read().facts(Map.of());
    }

    private ChangePassword change(Turn turn) throws NoReply {
        return new ChangePassword(turn, facts().version(), 1, NOW);
    }

    /** What is sent arrives, and no answer comes back. */
    private Reach deaf() {
        return new Reach() {
            @Override
            public Reply http(Target target, Call call) throws NoReply {
                throw new NoReply("nobody is asked", false);
            }

            @Override
            public void keep(Values before, Map<String, String> values, Set<String> madeUp) throws NoReply {
                secrets.keep(before, values, madeUp);
                throw new NoReply("the reply is lost", true);
            }
        };
    }
}
