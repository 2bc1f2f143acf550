// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A choice of a hypervisor that a scenario writes as one word. */
public interface Setting {

  /** The name of the constant. */
  String name();

  /** The word: lower case, with hyphens. */
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constants of a setting by their words, in order. */
  static <S extends Enum<S> & Setting> Map<String, S> words(Class<S> setting) {
    Map<String, S> words = new LinkedHashMap<>();
    for (S constant : setting.getEnumConstants()) {
      words.put(constant.word(), constant);
    }
    return words;
  }
}
