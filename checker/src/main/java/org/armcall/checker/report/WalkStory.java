// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.report.Finding.Descriptor;
import org.armcall.checker.report.Finding.Walk;

/** How an instruction was fetched and looked for, from what a run of the emulator kept of it. */
final class WalkStory {
  private static final Map<String, String> WHO =
      Map.of(
          "fetch", "The processor, as it fetched",
          "software", "The handler, by reading the tables",
          "at-instruction", "The handler, by an address translation instruction");

  private static final String NONE = "none";

  private WalkStory() {}

  static List<Walk> of(JsonNode kept) {
    List<Walk> walks = new ArrayList<>();
    kept.forEach(walk -> walks.add(walk(walk, walks)));
    return walks;
  }

  /**
   * The same from the last state of a model of immediate recovery, which has pages and words and no
   * descriptors.
   *
   * @param values the state, by paths
   */
  static List<Walk> ofModel(Map<String, String> values) {
    List<Walk> walks = new ArrayList<>();
    for (String who : List.of("cpu", "hv")) {
      for (int half = 1; half <= 2; half++) {
        String cell = who + ".cells[" + half + "].";
        String page = bare(values, cell + "page");
        if (page.isEmpty() || page.equals(NONE)) {
          continue;
        }
        boolean isFetch = who.equals("cpu");
        String fetched = "cpu.cells[" + half + "].";
        String word = bare(values, cell + "word");
        boolean straddles = bare(values, "given.caller.straddles").equals("TRUE");
        walks.add(
            new Walk(
                isFetch,
                WHO.get(isFetch ? "fetch" : "software"),
                (half == 2 && straddles ? "V2" : "V1") + ", halfword " + half,
                List.of(),
                "the model has pages, no descriptors",
                "page " + page,
                "",
                "",
                List.of(word),
                isFetch ? "" : answer(values),
                !isFetch && !page.equals(bare(values, fetched + "page")),
                !isFetch && !word.equals(bare(values, fetched + "word"))));
      }
    }
    return walks.stream().allMatch(Walk::isFetch) ? List.of() : walks;
  }

  private static String answer(Map<String, String> values) {
    String kind = bare(values, "hv.answer.kind");
    return kind.equals("recovered") ? "the immediate is " + bare(values, "hv.answer.imm") : kind;
  }

  private static String bare(Map<String, String> values, String path) {
    return values.getOrDefault(path, "").replace("\"", "");
  }

  private static Walk walk(JsonNode node, List<Walk> before) {
    boolean isFetch = node.path("by").asText().equals("fetch");
    Optional<Walk> fetch =
        isFetch
            ? Optional.empty()
            : before.stream().filter(walk -> isOfOnePage(walk, node)).findFirst();
    List<Descriptor> read = new ArrayList<>();
    for (JsonNode each : node.path("read")) {
      read.add(descriptor(node, each, fetch));
    }
    List<String> found = new ArrayList<>();
    node.path("found").forEach(each -> found.add(each.asText()));
    String physical = node.path("pa").asText();
    return new Walk(
        isFetch,
        WHO.getOrDefault(node.path("by").asText(), "Somebody"),
        node.path("va").asText(),
        read,
        without(node),
        physical,
        node.path("space").asText(),
        node.path("fault").asText(),
        found,
        node.path("believed").asText(),
        fetch.isPresent() && !(physical.equals(fetch.get().physical())),
        fetch.isPresent() && found.stream().noneMatch(fetch.get().found()::contains));
  }

  /** A page of 4 KiB is the smallest that there is. */
  private static boolean isOfOnePage(Walk walk, JsonNode node) {
    return walk.isFetch() && page(walk.virtual()) == page(node.path("va").asText());
  }

  private static long page(String address) {
    return Long.parseUnsignedLong(address.substring(2), 16) >>> 12;
  }

  /** Why no descriptor was seen. */
  private static String without(JsonNode node) {
    if (!node.path("read").isEmpty()) {
      return "";
    }
    if (node.path("by").asText().equals("at-instruction")) {
      return "the processor translates; which descriptors it reads, or whether its TLB answers, is"
          + " not seen";
    }
    return node.path("stage1").asText().equals("off") && !node.path("stage2").asBoolean()
        ? "no table is read: translation is off, and the address is the physical one"
        : "the TLB answers with what it read before that";
  }

  private static Descriptor descriptor(JsonNode walk, JsonNode node, Optional<Walk> fetch) {
    int stage = node.path("stage").asInt();
    int level = node.path("level").asInt();
    String at = node.path("at").asText();
    String value = node.path("value").asText();
    boolean small = stage == 1 && walk.path("stage1").asText().equals("short");
    DescriptorWord word =
        new DescriptorWord(
            small,
            level,
            number(value),
            node.has("unreliable") ? number(node.path("unreliable").asText()) : 0);
    boolean differs =
        fetch.isPresent()
            && !fetch.get().read().isEmpty()
            && fetch.get().read().stream()
                .noneMatch(
                    other ->
                        other.stage() == stage
                            && other.level() == level
                            && other.at().equals(at)
                            && other.word().value().equals(value));
    return new Descriptor(stage, level, at, word.kind(), word.picture(), differs);
  }

  private static long number(String hex) {
    return Long.parseUnsignedLong(hex.substring(2), 16);
  }
}
