// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.armcall.checker.replay.engine.Stepped.Rejection;
import org.armcall.model.platform.Platform;
import org.armcall.traces.event.SourceLine;

/**
 * What {@code --out} keeps of a replay: its result, and with each violation the events around it,
 * which a report is drawn from.
 */
public final class KeptReplay {
  private KeptReplay() {}

  /** A violation, as far as the second reading goes. */
  private record Place(String file, Set<Long> lines, ObjectNode node) {}

  /** The result with the events around each violation. */
  public static ObjectNode of(ReplayRequest request, ReplayResult result) {
    ObjectNode json = result.toJson();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < result.violations().size(); i++) {
      Judgement violation = result.violations().get(i);
      places.add(
          new Place(
              violation.file(),
              Surroundings.lines(violation.line(), violation.evidence()),
              (ObjectNode) json.path("violations").get(i)));
    }
    return with(request, json, places);
  }

  /** The result of the other engine with the events around each rejected one. */
  static ObjectNode of(ReplayRequest request, SteppedResult result) {
    ObjectNode json = result.toJson();
    List<Place> places = new ArrayList<>();
    int i = 0;
    for (Rejection why : result.rejected()) {
      for (int each = 0; each < why.conjuncts().size(); each++) {
        places.add(
            new Place(
                result.fileOf(why),
                Surroundings.lines(why.line(), List.<SourceLine>of()),
                (ObjectNode) json.path("violations").get(i++)));
      }
    }
    return with(request, json, places);
  }

  private static ObjectNode with(ReplayRequest request, ObjectNode json, List<Place> places) {
    request.platform().map(Platform::name).ifPresent(name -> json.put("platform", name));
    for (Path path : request.files()) {
      List<Place> here = places.stream().filter(p -> p.file().equals(path.toString())).toList();
      if (!here.isEmpty()) {
        add(
            Surroundings.of(path, request.format(), here.stream().map(Place::lines).toList()),
            here);
      }
    }
    return json;
  }

  private static void add(Surroundings log, List<Place> places) {
    for (Place place : places) {
      log.platform().ifPresent(name -> place.node().put("platform", name));
      log.format().ifPresent(format -> place.node().put("format", format.text()));
      ArrayNode around = place.node().putArray("around");
      log.around(place.lines()).forEach(event -> around.addRawValue(new RawValue(event)));
    }
  }
}
