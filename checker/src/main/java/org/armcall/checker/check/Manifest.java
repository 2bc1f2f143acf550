// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.armcall.checker.cli.Nearest;

/** Every model of the specification, with what is expected of it. */
public record Manifest(Path spec, List<Model> models) {

  /** The file's name in the directory of the specification. */
  public static final String FILE = "manifest.json";

  /**
   * The models that the names select: all when there are no names, otherwise those whose name is
   * one of them or lies below it ({@code syndrome} selects {@code syndrome/mutant/..} too), or,
   * where that is none, begins with it.
   *
   * @throws CheckException when a name selects nothing, with the nearest names
   */
  public List<Model> select(List<String> names, Profile profile) throws CheckException {
    List<Model> selected = new ArrayList<>();
    for (Model model : models) {
      boolean named = names.isEmpty() || names.stream().anyMatch(name -> matches(name, model));
      if (named && model.profiles().contains(profile)) {
        selected.add(model);
      }
    }
    for (String name : names) {
      List<Model> matching = models.stream().filter(model -> matches(name, model)).toList();
      if (matching.isEmpty()) {
        throw new CheckException(
            CheckException.USAGE, "no model is called '" + name + "'" + nearest(name));
      }
      if (matching.stream().noneMatch(model -> model.profiles().contains(profile))) {
        throw new CheckException(
            CheckException.USAGE,
            "'"
                + name
                + "' is not in the "
                + profile.word()
                + " profile: add --profile "
                + matching.get(0).profiles().iterator().next().word());
      }
    }
    if (selected.isEmpty()) {
      throw new CheckException(
          CheckException.INPUT,
          spec.resolve(FILE) + ": no model is in the " + profile.word() + " profile");
    }
    return selected;
  }

  private boolean matches(String name, Model model) {
    String below = name.endsWith("/") ? name : name + "/";
    boolean whole =
        models.stream().anyMatch(m -> m.name().equals(name) || m.name().startsWith(below));
    return whole
        ? model.name().equals(name) || model.name().startsWith(below)
        : model.name().startsWith(name);
  }

  private String nearest(String name) {
    List<String> near = Nearest.to(name, models.stream().map(Model::name).toList());
    return near.isEmpty()
        ? "; the folders of models are "
            + String.join(", ", folders())
            + ", and "
            + spec.resolve(FILE)
            + " has every name"
        : "; did you mean " + String.join(", ", near) + "?";
  }

  private SortedSet<String> folders() {
    SortedSet<String> folders = new TreeSet<>();
    models.forEach(model -> folders.add(model.name().split("/", 2)[0]));
    return folders;
  }
}
