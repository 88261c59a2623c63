package dev.quorate.schema;

import java.util.regex.Pattern;

/**
 * Values without quotes that mean the same in YAML 1.1 and 1.2. Others are refused, for our parser, the editor's and
 * kubectl's would not agree: {@code no} is false or text, {@code 0644} is 420 or 644.
 */
final class PlainScalar {
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
    private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7_]+");

    private PlainScalar() {}

    static boolean isBoolean(String text) {
        return BOOLEAN.matcher(text).matches();
    }

    static boolean isInteger(String text) {
        return INTEGER.matcher(text).matches();
    }

    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    static String surprise(String text) {
        if (OCTAL.matcher(text).matches()) {
            String digits = text.replace("_", "");
            return text + " without quotes is " + Long.parseLong(digits, 8) + " (octal) in YAML 1.1 and "
                    + Long.parseLong(digits, 10) + " in YAML 1.2";
        }
        if (Character.isLetter(text.charAt(0))) {
            return text + " without quotes is true or false in YAML 1.1 and text in YAML 1.2";
        }
        return text + " without quotes is a number in some versions of YAML and text in others";
    }

    static String remedy(String text) {
        if (OCTAL.matcher(text).matches()) {
            return "write the decimal number, or " + Json.quoted(text) + " for text";
        }
        if (Character.isLetter(text.charAt(0))) {
            return "write true or false, or " + Json.quoted(text) + " for text";
        }
        return "write a plain decimal number, or " + Json.quoted(text) + " for text";
    }
}
