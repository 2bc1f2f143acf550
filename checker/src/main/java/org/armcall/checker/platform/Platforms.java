// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.platform;

import com.fasterxml.jackson.databind.JsonNode;
import org.armcall.checker.cli.CommandException;
import org.armcall.model.platform.Platform;
import org.armcall.traces.platform.PlatformFile;
import org.armcall.traces.preset.PresetException;

/** The platforms that a command line names; one that cannot be had ends the command. */
public final class Platforms {
  private Platforms() {}

  /** The platform that an operand names: a preset, or a JSON file. */
  public static Platform named(String operand) {
    try {
      return PlatformFile.named(operand);
    } catch (PresetException refused) {
      throw asCommandException(refused);
    }
  }

  /**
   * The platform that a JSON object describes.
   *
   * @param where what to call it in messages
   */
  public static Platform parse(JsonNode node, String where) {
    try {
      return PlatformFile.parse(node, where);
    } catch (PresetException refused) {
      throw asCommandException(refused);
    }
  }

  private static CommandException asCommandException(PresetException refused) {
    return switch (refused.problem()) {
      case NO_SUCH_PRESET -> CommandException.usage(refused.getMessage());
      case INPUT -> CommandException.input(refused.getMessage());
    };
  }
}
