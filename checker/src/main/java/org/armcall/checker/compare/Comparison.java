// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.Column;
import org.armcall.model.design.Decisions;
import org.armcall.model.design.Design;
import org.armcall.model.design.DesignProperty;
import org.armcall.model.namespace.Registry;
import org.armcall.model.namespace.Status;

/**
 * The designs that were asked for, on the columns that were asked for.
 *
 * @param designs in order
 * @param columns in order
 * @param cells by design, column, property
 */
record Comparison(List<Design> designs, List<Column> columns, List<Cell> cells) {

  /** Decides every cell. */
  static Comparison of(List<Design> designs, List<Column> columns) {
    Decisions decisions = new Decisions();
    List<Cell> cells = new ArrayList<>();
    for (Design design : designs) {
      for (Column column : columns) {
        for (DesignProperty property : DesignProperty.values()) {
          cells.add(new Cell(design, column, property, decisions.decide(design, property, column)));
        }
      }
    }
    return new Comparison(designs, columns, List.copyOf(cells));
  }

  /** A design by one conduit. */
  record Row(Design design, Conduit conduit) {
    /** For tables: {@code D1 by SMC}. */
    String title() {
      return design + " by " + conduit;
    }
  }

  /** The rows of tables. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Design design : designs) {
      for (Conduit conduit : Conduit.values()) {
        rows.add(new Row(design, conduit));
      }
    }
    return rows;
  }

  /** The columns of one conduit. */
  List<Column> columns(Conduit conduit) {
    return columns.stream().filter(column -> column.conduit() == conduit).toList();
  }

  /** The cells of a row and property, in the order of the columns. */
  List<Cell> cells(Row row, DesignProperty property) {
    return cells.stream()
        .filter(
            cell ->
                cell.design() == row.design()
                    && cell.column().conduit() == row.conduit()
                    && cell.property() == property)
        .toList();
  }

  /** The one cell. */
  Cell cell(Design design, Column column, DesignProperty property) {
    return cells.stream()
        .filter(
            cell ->
                cell.design() == design
                    && cell.column().equals(column)
                    && cell.property() == property)
        .findFirst()
        .orElseThrow();
  }

  /** The cell whose counterexample has that id. */
  Optional<Cell> withCounterexample(String id) {
    return cells.stream()
        .filter(cell -> cell.counterexample().filter(each -> each.id().equals(id)).isPresent())
        .findFirst();
  }

  /** How many owners of the registry use HVC with an immediate of their own that is not zero. */
  static int drawers(Registry registry) {
    TreeSet<String> owners = new TreeSet<>();
    registry.claims().stream()
        .filter(claim -> claim.calls().conduits().contains(Conduit.HVC))
        .filter(claim -> !claim.calls().immediates().hasZero())
        .filter(claim -> claim.status() != Status.WITHDRAWN)
        .forEach(claim -> owners.add(claim.owner().name()));
    return owners.size();
  }
}
