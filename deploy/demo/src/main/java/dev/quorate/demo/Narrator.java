package dev.quorate.demo;

import dev.quorate.cli.Terminal;
import dev.quorate.cli.Terminal.Style;
import java.util.List;

/** How the demo speaks: titles, what somebody did, what the controller did, and whether that was right. */
final class Narrator {
    private final Terminal terminal;
    private int scenes;

    Narrator(Terminal terminal) {
        this.terminal = terminal;
    }

    void opening(String title) {
        terminal.line(terminal.styled(Style.BOLD, title + ", on a simulated cluster"));
        terminal.line(
                "The repository, the controller and its HTTP calls are real. The cluster and what runs on it are inside this");
        terminal.line("process: nothing else is touched.");
    }

    void realOpening(String engine) {
        terminal.line(terminal.styled(Style.BOLD, "A real " + engine + " under pull requests, and under worse"));
        terminal.line(
                "Each pod is a network namespace of this machine with real processes in it; the API server is simulated.");
        terminal.line("Somebody writes to it all the time. At the end nothing of it is left here.");
    }

    void title(String title) {
        scenes++;
        terminal.line("");
        terminal.line(terminal.styled(Style.BOLD, scenes + "  " + title));
    }

    /** A file that somebody changed, before it is committed. */
    void edit(String what) {
        terminal.line("   edit    " + what.replace("\n", "\n           "));
    }

    /** What happens without a commit. */
    void incident(String what) {
        terminal.line("   event   " + what);
    }

    void writes(String sentence) {
        terminal.line("   writes  " + sentence);
    }

    /** What a command printed. */
    void command(String line, String output) {
        terminal.line("   " + terminal.styled(Style.CYAN, "$ " + line));
        output.strip().lines().forEach(printed -> terminal.line(printed.isEmpty() ? "" : "     " + printed));
    }

    void commit(DemoRepository.Commit commit) {
        terminal.line("   commit  " + terminal.styled(Style.YELLOW, commit.shortId()) + " " + commit.subject());
    }

    void step(String text) {
        terminal.line("   done    " + text);
    }

    /** What was measured or asked for. */
    void look(String text) {
        terminal.line("   look    " + text);
    }

    void report(DemoRepository.Commit commit) {
        terminal.line("   report  " + terminal.styled(Style.YELLOW, commit.shortId()) + " " + commit.subject());
    }

    void held(String expectation) {
        terminal.line("   " + terminal.styled(Style.GREEN, "✓") + " " + expectation);
    }

    void broken(String expectation) {
        terminal.line("   " + terminal.styled(Style.RED, "✗ " + expectation));
    }

    /** What the controller said and logged, when something was not as it should be. */
    void evidence(List<String> lines) {
        terminal.line("");
        lines.forEach(line -> terminal.line("   | " + line));
    }

    void closing(int held, int broken, long seconds) {
        terminal.line("");
        String counted = held + " expectations held";
        String all = broken == 0
                ? terminal.styled(Style.GREEN, "All " + counted)
                : terminal.styled(Style.RED, broken + " did not hold") + ", " + counted;
        terminal.line(all + ", in " + seconds + " s.");
    }

    void invitation(DemoWorld world) {
        terminal.line("");
        terminal.line("It stays up until you press Ctrl-C. In another terminal:");
        terminal.line("");
        terminal.line("  export KUBECONFIG=" + world.cluster().kubeconfig());
        terminal.line("  kubectl get pods -n shop -w");
        terminal.line("  kubectl get statefulapps -A");
        terminal.line("");
        terminal.line("  git clone " + world.repository().remote() + " shop && cd shop");
        terminal.line(
                "  sed -i 's/replicas: 3/replicas: 5/' apps/locks/app.yaml && git commit -am 'Five members' && git push");
        terminal.line("");
        terminal.line("  quorate status --repo " + world.repository().remote() + " --cluster " + DemoWorld.CLUSTER);
    }
}
