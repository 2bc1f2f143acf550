// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The places of a SARIF report, by RFC 3986. */
class SarifUriTest {
  /** Section 4.2: a first segment with a colon would be read as a scheme. */
  @ParameterizedTest
  @CsvSource({
    "boot.log, boot.log",
    "12:30.log, ./12:30.log",
    "boot:1.log, ./boot:1.log",
    "logs/12:30.log, logs/12:30.log",
    "a b.log, a%20b.log",
    "/tmp/12:30.log, file:///tmp/12:30.log"
  })
  void aLogIsNamedByAReferenceThatMeansIt(String file, String uri) {
    assertEquals(uri, SarifPlaces.uri(file));
  }
}
