package dev.quorate.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where log lines go and what they look like. Without another word: warnings only, to the error stream. */
public final class Logs extends ContextAwareBase implements Configurator {
    private static final String OURS = "dev.quorate";
    /** Its client warns of every member that does not answer, which the views say in a sentence. */
    private static final String TALKATIVE = "org.apache.zookeeper";

    private static final String PLAIN = "%d{HH:mm:ss.SSS} %-5level %msg %kvp%n%ex";
    private static final String COLOURED = "%gray(%d{HH:mm:ss.SSS}) %highlight(%-5level) %msg %gray(%kvp)%n%ex";

    /** {@code --log-format}. */
    enum Format {
        text,
        json
    }

    /** Called by the logging library itself, before its first line. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, new ConsoleAppender<>(), pattern(PLAIN), Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** The log of a long-running process, on its output stream. */
    static void start(Format format, boolean verbose, boolean colour) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        Encoder<ILoggingEvent> encoder = format == Format.json ? new JsonLines() : pattern(colour ? COLOURED : PLAIN);
        apply(context(), console, encoder, verbose ? Level.DEBUG : Level.INFO);
    }

    /** Everything of ours into one file, where the terminal is for something else. */
    public static void toFile(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        apply(context(), appender, pattern(PLAIN), Level.DEBUG);
    }

    /** While another thread sets logging up, SLF4J hands out a stand-in; that thread holds this lock until it is done. */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral") // it is SLF4J's own
    private static LoggerContext context() {
        synchronized (LoggerFactory.class) {
            return (LoggerContext) LoggerFactory.getILoggerFactory();
        }
    }

    private static PatternLayoutEncoder pattern(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(pattern);
        encoder.setCharset(StandardCharsets.UTF_8);
        return encoder;
    }

    private static void apply(
            LoggerContext context,
            OutputStreamAppender<ILoggingEvent> appender,
            Encoder<ILoggingEvent> encoder,
            Level ours) {
        context.reset();
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        context.getLogger(OURS).setLevel(ours);
        context.getLogger(TALKATIVE).setLevel(Level.OFF);
    }
}
