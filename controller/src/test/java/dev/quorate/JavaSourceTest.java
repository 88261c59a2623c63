package dev.quorate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan that {@link LayoutTest} rests on sees what it should and nothing else. */
final class JavaSourceTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void seesImportsStaticImportsAndFullNames() {
        JavaSource source = source("""
                        package dev.quorate.plan;

                        import dev.quorate.state.Member;
                        import static dev.quorate.git.Poll.Moved;
                        import java.util.Map.Entry;

                        class Sample {
                            io.kubernetes.client.openapi.ApiClient client;
                        }
                        """);
        assertEquals("dev.quorate.plan", source.packageName());
        assertEquals(
                Set.of("dev.quorate.state", "dev.quorate.git", "java.util", "io.kubernetes.client.openapi"),
                source.packagesUsed());
    }

    @Test
    void passesOverCommentsAndStrings() {
        JavaSource source = source("""
                        package dev.quorate.plan;

                        /** See io.kubernetes.client.Api. */
                        class Sample {
                            // org.eclipse.jgit.Git
                            String text = "com.example.Thing \\" // {";
                            char brace = '{';
                        }
                        """);
        assertEquals(Set.of(), source.packagesUsed());
        assertEquals(List.of(), source.methodLengths());
    }

    @Test
    void measuresMethodsAndConstructorsButNoTypesAndBlocks() {
        JavaSource source = source("""
                        record Sample(int a) {
                            Sample {
                                if (a < 0) {
                                    throw new IllegalArgumentException();
                                }
                            }

                            @Override
                            public String toString() {
                                return "}";
                            }

                            interface Inner {
                                void nothing();
                            }

                            static final Runnable FIELD = () -> {
                                run();
                            };
                        }
                        """);
        assertEquals(List.of(5, 4, 3), source.methodLengths());
    }

    @Test
    void aRuleAllowsWhatItNamesAndTheJavaRuntime() {
        PackageRule rule = PackageRule.of(source("""
                        /**
                         * Text.
                         *
                         * <p>Pure values.
                         *
                         * <p>Uses: state, schema; Libraries: com.fasterxml.jackson
                         */
                        package dev.quorate.plan;
                        """)).orElseThrow();
        assertTrue(rule.pure());
        assertTrue(rule.allows("dev.quorate.state"));
        assertTrue(rule.allows("java.util.function"));
        assertTrue(rule.allows("com.fasterxml.jackson.databind"));
        assertFalse(rule.allows("dev.quorate.git"));
        assertFalse(rule.allows("io.kubernetes.client"));
    }

    private JavaSource source(String text) {
        try {
            return JavaSource.read(Files.writeString(folder.resolve("Sample.java"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
