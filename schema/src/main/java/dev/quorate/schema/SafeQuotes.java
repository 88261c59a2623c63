package dev.quorate.schema;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.Serial;
import java.util.regex.Pattern;

/**
 * Quotes every text that some version of YAML could take for a number, a time or anything but text. The id of a commit may
 * be {@code 123e456}, and must not come back as infinity.
 */
final class SafeQuotes extends StringQuotingChecker {
    @Serial
    private static final long serialVersionUID = 1;

    private static final Pattern WORDS = Pattern.compile("[A-Za-z][[^:#\\p{Cntrl}\\p{Z}] ]*(?<! )");

    @Override
    public boolean needToQuoteName(String name) {
        return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return isReservedKeyword(value) || !WORDS.matcher(value).matches();
    }
}
