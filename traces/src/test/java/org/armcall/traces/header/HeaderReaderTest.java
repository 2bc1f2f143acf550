// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What headers define, by the rules of C. */
final class HeaderReaderTest {
  private static Header read(String text) throws HeaderException {
    return HeaderReader.parse(Map.of("a.h", text)).get(0);
  }

  /** The values of a name, in order. */
  private static List<Long> values(Header header, String name) {
    return header.numbers().stream()
        .filter(each -> each.name().equals(name))
        .map(DefinedNumber::value)
        .toList();
  }

  private static String whyNot(String text, String name) throws HeaderException {
    return read(text).notEvaluated().stream()
        .filter(each -> each.name().equals(name))
        .map(NotEvaluated::reason)
        .findFirst()
        .orElse("it has a value");
  }

  /** As in C: suffixes, bases, casts, and every operator with its precedence. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0x84000000U; 0x84000000",
        "(0xC4000003); 0xc4000003",
        "010; 8",
        "0b101; 5",
        "U(0x95c1ba60); 0x95c1ba60",
        "_AC(1,U) << 31; 0x80000000",
        "BIT(31) | BIT(30); 0xc0000000",
        "GENMASK(23, 17); 0xfe0000",
        "((u32)(-1)); 0xffffffff",
        "(uint32_t)~0; 0xffffffff",
        "(unsigned int)(1ULL << 32); 0",
        "(int8_t)0xff; -1",
        "(uint8_t)0x1ff; 0xff",
        "~0xffUL & 0xffff; 0xff00",
        "2 + 3 * 4 - 10 / 3 % 2; 13",
        "1 << 2 + 1; 8",
        "1 | 2 ^ 3 & 5; 3",
        "1 == 1 && 2 > 3 || !0; 1",
        "3 >= 3; 1",
        "0 ? 1 / 0 : 7; 7",
        "1 ? 2 : 3 ? 4 : 5; 2",
        "0 && 1 / 0; 0",
        "1 || 1 / 0; 1",
        "-1 < 0; 1",
        "-1 < 0U; 0",
        "-8 >> 1; -4",
        "0xffffffffffffffff >> 60; 15",
        "+ - - 5; 5",
        "true; 1",
      })
  void anExpressionHasTheValueThatThePreprocessorGivesIt(String expression, String value)
      throws HeaderException {
    assertEquals(List.of(Long.decode(value)), values(read("#define X " + expression + "\n"), "X"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1 / 0; divides by zero",
        "1 % (2 - 2); divides by zero",
        "1 << 64; shifts by 64",
        "1 >> -1; shifts by -1",
        "'a'; has a character",
        "\"text\"; is text",
        "1.5; not an integer",
        "0x10000000000000000; does not fit 64 bits",
        "089; not an integer",
        "NOBODY + 1; 'NOBODY' is not defined in these files",
        "f(1); 'f' is not defined in these files",
        "(1; a ) is missing",
        "1); ')' stands behind",
        "1 +; ends within",
        "* 2; '*' stands where a number should be",
        "sizeof(int); 'sizeof' is not defined",
        "BIT(1, 2); BIT takes 1 argument, not 2",
        "BIT(1; the arguments of BIT do not end",
        "a ## b; stringizes or pastes",
      })
  void whatHasNoValueHasAReason(String expression, String reason) throws HeaderException {
    String why = whyNot("#define X " + expression + "\n", "X");
    assertTrue(why.contains(reason), why);
  }

  @Test
  void linesAreJoinedAndCommentsAreSpaces() throws HeaderException {
    Header header =
        read(
            "/* a\n * comment */ #define A/**/0x10 // #define NOT 1\r\n"
                + "#define B(x, \\\n   y) \\\n ((x) + /* two\nlines */ (y))\n"
                + "  #  define C \\  \n B(A, 2)\n"
                + "// continued \\\n#define D 4\n"
                + "#define E \"/*\" // text\n#define F 6");
    assertEquals(List.of(0x10L), values(header, "A"));
    assertEquals(List.of(0x12L), values(header, "C"));
    assertEquals(List.of(), values(header, "D"), "it is in a comment that goes on");
    assertEquals(List.of(6L), values(header, "F"), "the last line needs no end");
    assertEquals(
        List.of("a.h:2", "a.h:7", "a.h:12"),
        header.numbers().stream().map(each -> each.place().toString()).toList());
    assertEquals(1, header.functionLike());
  }

  @Test
  void macrosAreDefinedInAnyOrderAndInOtherFiles() throws HeaderException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("one.h", "#define ID(n) MAKE(FAST, n)\n#define CPU_ON ID(3)\n#define SAME 1\n");
    files.put("two.h", "#define FAST 1U\n#define MAKE(t, n) ((t) << 31 | (n))\n#define SAME 2\n");
    List<Header> headers = HeaderReader.parse(files);
    DefinedNumber number = headers.get(0).numbers().get(0);
    assertEquals(0x8000_0003L, number.value());
    assertEquals("ID(3)", number.definition());
    assertEquals("[ID, MAKE]", number.macros().toString());
    assertEquals(List.of(1L), values(headers.get(0), "SAME"), "a file means its own");
    assertEquals(List.of(2L), values(headers.get(1), "SAME"));
  }

  /** A header's own meaning comes before the well-known one; one that pastes has no meaning. */
  @Test
  void wellKnownNamesAreKnownWhereTheHeaderDoesNotSay() throws HeaderException {
    assertEquals(
        List.of(0x8600_ff01L),
        values(
            read(
                "#define UID ARM_SMCCC_CALL_VAL(ARM_SMCCC_FAST_CALL, ARM_SMCCC_SMC_32, 6, 0xff01)"),
            "UID"));
    assertEquals(List.of(7L), values(read("#define BIT(n) 7\n#define X BIT(0)"), "X"));
    assertEquals(List.of(9L), values(read("#define U(x) x##U\n#define X U(9)"), "X"));
    assertTrue(whyNot("#define P(x) x##1\n#define X P(9)", "X").contains("P stringizes or pastes"));
  }

  @Test
  void everyBranchCountsAndANameMayHaveSeveralValues() throws HeaderException {
    Header header =
        read(
            """
            #ifdef NEW
            #define BASE 0x100
            #elif defined(OLD)
            #define BASE 0x200
            #else
            #define BASE 0x100
            #endif
            #define NEXT (BASE + 1)
            #if 0
            #define DEAD 1
            #ifdef X
            #define DEAD 2
            #endif
            #else
            #define LIVE 1
            #endif
            """);
    assertEquals(List.of(0x100L, 0x200L), values(header, "BASE"));
    assertEquals(List.of(0x101L, 0x201L), values(header, "NEXT"));
    assertEquals(List.of(), values(header, "DEAD"), "nobody compiles it");
    assertEquals(List.of(1L), values(header, "LIVE"));
  }

  @Test
  void constantsOfAnEnumCountOn() throws HeaderException {
    Header header =
        read(
            """
            #define BASE 0x84000000
            typedef enum calls : unsigned {
              FIRST = BASE, SECOND, /* and */ THIRD,
            #define FOURTH FOURTH
              FOURTH = (THIRD + 7), FIFTH
            } calls_t;
            enum { ZERO, ONE };
            enum calls f(enum calls x);
            """);
    assertEquals(List.of(0x8400_0002L), values(header, "THIRD"));
    assertEquals(List.of(0x8400_0009L), values(header, "FOURTH").stream().distinct().toList());
    assertEquals(List.of(0x8400_000aL), values(header, "FIFTH"));
    assertEquals(List.of(0L), values(header, "ZERO"));
    assertEquals(List.of(1L), values(header, "ONE"));
  }

  @Test
  void aliasesAndDefinesWithoutValueAreTold() throws HeaderException {
    Header header = read("#define A 5\n#define B (A)\n#define GUARD\n");
    assertEquals(Optional.of("A"), header.numbers().get(1).alias());
    assertEquals(Optional.empty(), header.numbers().get(0).alias());
    assertEquals(1, header.withoutValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "#define A 1|/* open; a.h:2: this comment does not end",
        "|#if A|#define B 1; a.h:2: this #if has no #endif",
        "#define A 1|#endif; a.h:2: this #endif has no #if",
        "#else; a.h:1: this #else has no #if",
        "#if A|#else|#elif B|#endif; a.h:3: this #elif stands behind an #else",
        "#define; a.h:1: this #define has no name",
        "#define 4 5; a.h:1: this #define has no name",
        "#define F(a; a.h:1: the parameters of F do not end",
        "#define F(4) 1; a.h:1: F has a parameter that is no name: '4'",
      })
  void aMalformedHeaderIsRefusedWithItsLine(String text, String message) {
    HeaderException wrong =
        assertThrows(HeaderException.class, () -> read(text.replace('|', '\n')));
    assertEquals(message, wrong.getMessage());
  }
}
