// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.Terminal;

/**
 * Answers NDJSON cases one by one; a case that cannot be read gets an error in its place and the
 * rest go on.
 */
final class Batch {
  private final ObjectMapper mapper =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** How often to look, under steady input, whether anybody still reads the answers. */
  private static final int LOOK_EVERY = 256;

  private int answered;
  private int failed;

  /** Answers every line of standard input and returns how many could not be read. */
  int run(Terminal terminal) {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          terminal.out().println(answer(line));
          answered++;
          boolean look = !lines.ready() || answered % LOOK_EVERY == 0;
          if (look && terminal.out().checkError()) {
            return failed;
          }
        }
      }
    } catch (IOException unreadable) {
      throw CommandException.input("standard input cannot be read");
    }
    return failed;
  }

  private ObjectNode answer(String line) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    try {
      JsonNode node = mapper.readTree(line);
      if (node.has("id")) {
        answer.set("id", node.get("id"));
      }
      Case question = CaseReader.read(node);
      answer.setAll(PredictionJson.write(Prediction.of(question), question));
    } catch (JsonProcessingException malformed) {
      fail(answer, "not JSON" + place(malformed));
    } catch (CommandException | IllegalArgumentException wrong) {
      fail(answer, wrong.getMessage());
    }
    return answer;
  }

  private static String place(JsonProcessingException malformed) {
    JsonLocation location = malformed.getLocation();
    return location == null ? "" : ": look at column " + location.getColumnNr();
  }

  private void fail(ObjectNode answer, String why) {
    failed++;
    answer.put("error", why);
  }
}
