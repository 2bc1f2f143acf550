// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.model.function.FunctionId;

/** Laws of the reader of headers. */
final class HeaderLawsTest {
  /** An expression of signed or of unsigned numbers: how C writes it, and what Java makes of it. */
  private sealed interface Tree {
    /** Written with the parentheses that C needs inside an operator of that precedence. */
    String text(int precedence, boolean isUnsigned);

    /** The value; none where C has none. */
    OptionalLong value(boolean isUnsigned);
  }

  private record Leaf(long value, int form) implements Tree {
    @Override
    public String text(int precedence, boolean isUnsigned) {
      String digits =
          switch (form) {
            case 0 -> Long.toString(value);
            case 1 -> "0x" + Long.toHexString(value);
            case 2 -> "0" + Long.toOctalString(value);
            default -> "0X" + Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
          };
      return digits + (isUnsigned ? "uL" : "l");
    }

    @Override
    public OptionalLong value(boolean isUnsigned) {
      return OptionalLong.of(value);
    }
  }

  private record Unary(char operator, Tree operand) implements Tree {
    @Override
    public String text(int precedence, boolean isUnsigned) {
      return operator + " " + operand.text(11, isUnsigned);
    }

    @Override
    public OptionalLong value(boolean isUnsigned) {
      OptionalLong inner = operand.value(isUnsigned);
      return inner.isEmpty()
          ? inner
          : OptionalLong.of(operator == '-' ? -inner.getAsLong() : ~inner.getAsLong());
    }
  }

  private record Binary(String operator, Tree left, Tree right) implements Tree {
    private int precedence() {
      return switch (operator) {
        case "|" -> 3;
        case "^" -> 4;
        case "&" -> 5;
        case "<<", ">>" -> 8;
        case "+", "-" -> 9;
        default -> 10;
      };
    }

    @Override
    public String text(int outer, boolean isUnsigned) {
      int mine = precedence();
      String text = left.text(mine, isUnsigned) + operator + " " + right.text(mine + 1, isUnsigned);
      return mine < outer ? "(" + text + ")" : text;
    }

    @Override
    public OptionalLong value(boolean isUnsigned) {
      OptionalLong one = left.value(isUnsigned);
      OptionalLong other = right.value(isUnsigned);
      if (one.isEmpty() || other.isEmpty()) {
        return OptionalLong.empty();
      }
      long a = one.getAsLong();
      long b = other.getAsLong();
      boolean isDivision = operator.equals("/") || operator.equals("%");
      boolean isShift = operator.equals("<<") || operator.equals(">>");
      if (isDivision && b == 0 || isShift && (b < 0 || b > 63)) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(
          switch (operator) {
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "&" -> a & b;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "<<" -> a << b;
            case ">>" -> isUnsigned ? a >>> b : a >> b;
            case "/" -> isUnsigned ? Long.divideUnsigned(a, b) : a / b;
            default -> isUnsigned ? Long.remainderUnsigned(a, b) : a % b;
          });
    }
  }

  /** A choice by comparison; the side that is not chosen need not have a value. */
  private record Choice(String operator, Tree left, Tree right, Tree yes, Tree no) implements Tree {
    @Override
    public String text(int outer, boolean isUnsigned) {
      return "("
          + left.text(8, isUnsigned)
          + operator
          + right.text(8, isUnsigned)
          + " ? "
          + yes.text(0, isUnsigned)
          + " : "
          + no.text(0, isUnsigned)
          + ")";
    }

    @Override
    public OptionalLong value(boolean isUnsigned) {
      OptionalLong one = left.value(isUnsigned);
      OptionalLong other = right.value(isUnsigned);
      if (one.isEmpty() || other.isEmpty()) {
        return OptionalLong.empty();
      }
      long a = one.getAsLong();
      long b = other.getAsLong();
      int order = isUnsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
      boolean holds =
          switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "==" -> order == 0;
            default -> order != 0;
          };
      return (holds ? yes : no).value(isUnsigned);
    }
  }

  @Provide
  Arbitrary<Tree> trees() {
    return trees(4);
  }

  private static Arbitrary<Tree> trees(int depth) {
    Arbitrary<Tree> leaves =
        Combinators.combine(
                Arbitraries.oneOf(
                    Arbitraries.longs().between(0, Long.MAX_VALUE),
                    Arbitraries.longs().between(0, 70)),
                Arbitraries.integers().between(0, 3))
            .as(Leaf::new);
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<Tree> inner = trees(depth - 1);
    return Arbitraries.oneOf(
        leaves,
        Combinators.combine(Arbitraries.of('-', '~'), inner).as(Unary::new),
        Combinators.combine(
                Arbitraries.of("|", "^", "&", "<<", ">>", "+", "-", "*", "/", "%"), inner, inner)
            .as(Binary::new),
        Combinators.combine(
                Arbitraries.of("<", "<=", ">", ">=", "==", "!="), inner, inner, inner, inner)
            .as(Choice::new));
  }

  private static OptionalLong read(String definition) throws HeaderException {
    List<DefinedNumber> numbers =
        HeaderReader.parse(Map.of("a.h", "#define X " + definition)).get(0).numbers();
    return numbers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(numbers.get(0).value());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anExpressionHasJavasValue(@ForAll("trees") Tree tree, @ForAll boolean isUnsigned)
      throws HeaderException {
    assertEquals(tree.value(isUnsigned), read(tree.text(0, isUnsigned)));
  }

  /** Linux's way and TF-A's way to write an identifier. */
  @Property
  void anIdentifierWrittenByMacrosIsReadBack(@ForAll int value) throws HeaderException {
    FunctionId id = new FunctionId(value & 0xff00_ffff);
    String type = id.isFast() ? "ARM_SMCCC_FAST_CALL" : "ARM_SMCCC_STD_CALL";
    String convention = id.is64Bit() ? "ARM_SMCCC_SMC_64" : "ARM_SMCCC_SMC_32";
    OptionalLong expected = OptionalLong.of(Integer.toUnsignedLong(id.value()));
    assertEquals(
        expected,
        read(
            "ARM_SMCCC_CALL_VAL(%s, \\\n %s, %d, 0x%x)"
                .formatted(type, convention, id.ownerNumber(), id.number())));
    assertEquals(
        expected,
        read(
            "((U(%d) << FUNCID_TYPE_SHIFT) | (U(%d) << FUNCID_CC_SHIFT) | (U(%d) << FUNCID_OEN_SHIFT) | U(%d))"
                .formatted(
                    id.isFast() ? 1 : 0, id.is64Bit() ? 1 : 0, id.ownerNumber(), id.number())));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "#define ",
            "#define A",
            "(",
            ")",
            "A",
            "B ",
            ",",
            "\n",
            "\\\n",
            "\\",
            "/*",
            "*/",
            "//",
            "\"",
            "'",
            "enum {",
            "}",
            "=",
            "1",
            "0x",
            "8u",
            "#if 0\n",
            "#else\n",
            "#endif\n",
            "##",
            "#",
            "?",
            ":",
            "<<",
            "-",
            "~",
            "...",
            "BIT(",
            "U(",
            "(u32)",
            "\r",
            "\u00ff",
            " ")
        .list()
        .ofMaxSize(60)
        .map(each -> String.join("", each));
  }

  @Property
  void piecesOfHeadersAreReadOrRefusedInOneLine(@ForAll("pieces") String text) {
    try {
      Header header = HeaderReader.parse(Map.of("a.h", text)).get(0);
      long lines = 1 + text.chars().filter(each -> each == '\n').count();
      header
          .numbers()
          .forEach(
              each -> assertTrue(each.place().line() >= 1 && each.place().line() <= lines, text));
    } catch (HeaderException refused) {
      assertTrue(refused.getMessage().matches("a\\.h:[0-9]+: [^\n]+"), refused.getMessage());
    }
  }

  @Property(tries = 300)
  void anyBytesAreReadOrRefusedInOneLine(@ForAll byte[] bytes) throws IOException {
    Path file = Files.createTempFile("header", ".h");
    try {
      Files.write(file, bytes);
      assertEquals(1, HeaderReader.read(List.of(file)).size());
    } catch (HeaderException refused) {
      assertTrue(refused.getMessage().startsWith(file + ":"), refused.getMessage());
      assertTrue(refused.getMessage().lines().count() == 1, refused.getMessage());
    } finally {
      Files.delete(file);
    }
  }
}
