// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.Layer;
import org.armcall.model.namespace.Registry;
import org.armcall.model.namespace.UidAnswer;
import org.armcall.model.namespace.Width;

/**
 * The registry as one table in Markdown, by number, so that claims to one number stand together.
 */
public final class RegistryTable {
  private static final String HEAD =
      "| number | claimed as | by | conduit | width | answered at | since | status |\n"
          + "|---|---|---|---|---|---|---|---|\n";

  private RegistryTable() {}

  /** Writes the table of the registry that comes with armcall to the file that is named. */
  public static void main(String[] file) throws IOException {
    Files.writeString(Path.of(file[0]), markdown(RegistryFile.builtIn()));
  }

  /** The whole page. */
  public static String markdown(Registry registry) {
    StringBuilder page = new StringBuilder();
    page.append("# The registry by number\n\n")
        .append("Generated from the files beside it, which have the sources (`RegistryTable`).\n")
        .append("`./armcall namespace whois 0x84000003` asks it; `./armcall namespace check` names")
        .append(" what clashes.\n\n")
        .append(
            "Width is that of the caller's registers, where only one will do. (block) is numbers kept for an owner,")
        .append(
            " not one function. Status: standard (a\ndocument of Arm allocates it), in use, debug only, withdrawn;")
        .append(
            " \"not confirmed\" takes no part in clashes. A number under a mask is all\nnumbers that have its")
        .append(" value in the bits of the mask.\n\n")
        .append(
            String.format(
                Locale.ROOT,
                "%d claims of %d owners, %d UIDs.\n",
                registry.claims().size(),
                registry.owners().size(),
                registry.uids().size()));
    Map<OwningEntity, List<Claim>> ranges =
        registry.claims().stream()
            .filter(each -> each.calls().immediates().hasZero())
            .filter(each -> !each.calls().ids().equals(ClaimedIds.Range.ANY))
            .collect(
                Collectors.groupingBy(
                    each -> each.calls().ids().lowest().owner(),
                    TreeMap::new,
                    Collectors.toList()));
    ranges.forEach(
        (entity, claims) -> section(page, entity.meaning(), claims, each -> each.ids().text()));
    section(
        page,
        "immediates that are not zero, and calls whose number is elsewhere",
        registry.claims().stream()
            .filter(
                each ->
                    !each.calls().immediates().hasZero()
                        || each.calls().ids().equals(ClaimedIds.Range.ANY))
            .toList(),
        RegistryTable::immediates);
    uids(page, registry.uids());
    return page.toString();
  }

  private interface Number {
    String of(CallPattern calls);
  }

  private static void section(StringBuilder page, String title, List<Claim> claims, Number number) {
    page.append("\n## ").append(capital(title)).append("\n\n").append(HEAD);
    Comparator<Claim> byNumber =
        Comparator.comparingInt((Claim each) -> each.calls().immediates().from().value())
            .thenComparing(each -> each.calls().ids().lowest().value(), Integer::compareUnsigned)
            .thenComparing(Claim::title);
    claims.stream()
        .sorted(byNumber)
        .forEach(
            each ->
                row(
                    page,
                    "`" + number.of(each.calls()) + "`",
                    each.name() + (each.isBlock() ? " (block)" : ""),
                    each.owner().name(),
                    conduits(each.calls()),
                    width(each.calls().width()),
                    layers(each.calls()),
                    each.since().orElse(""),
                    each.status().text() + each.doubt().map(why -> ", not confirmed").orElse("")));
  }

  private static void uids(StringBuilder page, List<UidAnswer> uids) {
    page.append("\n## UIDs\n\n| query | UID | of | answered at |\n|---|---|---|---|\n");
    uids.stream()
        .sorted(
            Comparator.comparing((UidAnswer each) -> each.query().value(), Integer::compareUnsigned)
                .thenComparing(each -> each.owner().name()))
        .forEach(
            each ->
                row(
                    page,
                    String.format(Locale.ROOT, "`0x%08x`", each.query().value()),
                    "`" + each.uid() + "`",
                    each.owner().name(),
                    each.layer().text()));
  }

  private static void row(StringBuilder page, String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }

  private static String immediates(CallPattern calls) {
    boolean any = calls.ids().equals(ClaimedIds.Range.ANY);
    return calls.immediates().text() + (any ? "" : ", " + calls.ids().text());
  }

  private static String conduits(CallPattern calls) {
    return calls.conduits().stream().map(Enum::name).collect(Collectors.joining(", "));
  }

  private static String width(Width width) {
    return width == Width.ANY ? "" : width.text() + " bits";
  }

  private static String layers(CallPattern calls) {
    return calls.layers().stream().map(Layer::text).collect(Collectors.joining(", "));
  }

  private static String capital(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }
}
