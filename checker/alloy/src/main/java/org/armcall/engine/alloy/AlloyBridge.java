// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy;

import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.alloy4.Err;
import edu.mit.csail.sdg.alloy4.ErrorWarning;
import edu.mit.csail.sdg.alloy4.Pos;
import edu.mit.csail.sdg.ast.Command;
import edu.mit.csail.sdg.ast.ExprVar;
import edu.mit.csail.sdg.ast.Sig;
import edu.mit.csail.sdg.ast.Type;
import edu.mit.csail.sdg.parser.CompModule;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.A4Tuple;
import edu.mit.csail.sdg.translator.A4TupleSet;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import kodkod.solvers.SAT4JRef;
import org.armcall.engine.alloy.api.AlloyCommand;
import org.armcall.engine.alloy.api.AlloyEngine;
import org.armcall.engine.alloy.api.AlloyException;
import org.armcall.engine.alloy.api.CommandResult;
import org.armcall.engine.alloy.api.Instance;
import org.armcall.engine.alloy.api.Relation;

/** The Alloy Analyzer behind {@link AlloyEngine}. Stateless: calls may overlap. */
public final class AlloyBridge implements AlloyEngine {

  @Override
  public List<AlloyCommand> commands(Path file) throws AlloyException {
    return parse(file).getAllCommands().stream().map(AlloyBridge::command).toList();
  }

  @Override
  public List<CommandResult> check(Path file, Consumer<String> started, BooleanSupplier cancelled)
      throws AlloyException {
    CompModule module = parse(file);
    A4Options options = options(file);
    List<CommandResult> results = new ArrayList<>();
    for (Command command : module.getAllCommands()) {
      if (cancelled.getAsBoolean()) {
        break;
      }
      started.accept(command.label);
      results.add(run(file, module, command, options));
    }
    return List.copyOf(results);
  }

  private static CompModule parse(Path file) throws AlloyException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new AlloyException(file, 0, 0, "cannot be read", null);
    }
    // A warning nearly always means an expression that is empty by its types, so a law that says
    // nothing.
    List<ErrorWarning> warnings = new ArrayList<>();
    A4Reporter reporter =
        new A4Reporter() {
          @Override
          public void warning(ErrorWarning warning) {
            warnings.add(warning);
          }
        };
    CompModule module;
    try {
      module = CompUtil.parseEverything_fromFile(reporter, null, file.toString());
    } catch (Err e) {
      throw failure(file, e);
    }
    if (!warnings.isEmpty()) {
      throw failure(file, warnings.get(0));
    }
    return module;
  }

  private static A4Options options(Path file) {
    A4Options options = new A4Options();
    // The only solver with no native code: the others have none for Linux on Arm, and write on
    // standard output. Not looked
    // up by name, since that would start all of them, and one leaves a temporary file behind.
    options.solver = SAT4JRef.INSTANCE;
    options.skolemDepth = 1;
    options.noOverflow = true;
    options.originalFilename = file.toString();
    return options;
  }

  private static CommandResult run(Path file, CompModule module, Command command, A4Options options)
      throws AlloyException {
    try {
      long start = System.nanoTime();
      A4Solution solution =
          TranslateAlloyToKodkod.execute_command(
              A4Reporter.NOP, module.getAllReachableSigs(), command, options);
      boolean satisfiable = solution.satisfiable();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      Optional<Instance> instance =
          satisfiable ? Optional.of(instance(solution)) : Optional.empty();
      Optional<String> xml =
          satisfiable && command.expects != 1
              ? Optional.of(xml(file, module, solution))
              : Optional.empty();
      return new CommandResult(command(command), millis, instance, xml);
    } catch (RuntimeException e) {
      String problem = e instanceof Err err ? err.msg : e.toString();
      Pos pos = e instanceof Err err && isPlace(err.pos) ? err.pos : command.pos;
      throw failure(file, pos, command.label + " cannot be solved: " + problem, e);
    }
  }

  /** The engine writes it to a file only. */
  private static String xml(Path file, CompModule module, A4Solution solution)
      throws AlloyException {
    try {
      Path written = Files.createTempFile("armcall", ".xml");
      try {
        solution.writeXML(A4Reporter.NOP, written.toString(), module.getAllFunc(), Map.of());
        return Files.readString(written);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException unwritable) {
      throw new AlloyException(
          file, 0, 0, "its instance cannot be written: " + unwritable.getMessage(), unwritable);
    }
  }

  private static AlloyCommand command(Command command) {
    return new AlloyCommand(command.label, command.check, command.expects, command.pos.y);
  }

  private static Instance instance(A4Solution solution) {
    List<List<Relation>> states = new ArrayList<>();
    for (int step = 0; step < solution.getTraceLength(); step++) {
      states.add(state(solution, step));
    }
    return new Instance(states, Math.max(solution.getLoopState(), 0));
  }

  private static List<Relation> state(A4Solution solution, int step) {
    List<Relation> relations = new ArrayList<>();
    List<Relation> fields = new ArrayList<>();
    for (Sig sig : solution.getAllReachableSigs()) {
      if (sig.builtin || sig.isPrivate != null) {
        continue;
      }
      if (sig.isSubset != null) {
        relations.add(
            relation(Relation.Kind.SUBSET, name(sig.label), sig.type(), solution.eval(sig, step)));
      } else if (!isConstant(sig)) {
        relations.add(
            relation(
                Relation.Kind.SIGNATURE, name(sig.label), sig.type(), solution.eval(sig, step)));
      }
      for (Sig.Field field : sig.getFields()) {
        if (field.isPrivate == null) {
          fields.add(
              relation(Relation.Kind.FIELD, field.label, field.type(), solution.eval(field, step)));
        }
      }
    }
    relations.addAll(fields);
    for (ExprVar skolem : solution.getAllSkolems()) {
      if (solution.eval(skolem, step) instanceof A4TupleSet value) {
        relations.add(
            relation(Relation.Kind.VARIABLE, variable(skolem.label), skolem.type(), value));
      }
    }
    return relations;
  }

  /**
   * Whether the file itself fixes the atoms: an enum, a singleton, or an abstract signature that
   * singletons make up.
   */
  private static boolean isConstant(Sig sig) {
    return sig.isOne != null
        || sig.isEnum != null
        || (sig instanceof Sig.PrimSig prim
            && prim.isAbstract != null
            && !prim.children().isEmpty());
  }

  private static Relation relation(Relation.Kind kind, String name, Type type, A4TupleSet value) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < type.arity(); i++) {
      columns.add(name(type.iterator().next().get(i).label));
    }
    List<List<String>> tuples = new ArrayList<>();
    for (A4Tuple tuple : value) {
      List<String> atoms = new ArrayList<>();
      for (int i = 0; i < tuple.arity(); i++) {
        atoms.add(atom(tuple, i));
      }
      tuples.add(atoms);
    }
    return new Relation(kind, name, columns, tuples);
  }

  /** {@code HVC$0} of a singleton is HVC, {@code Event$1} is Event1. */
  private static String atom(A4Tuple tuple, int column) {
    String atom = name(tuple.atom(column));
    int mark = atom.lastIndexOf('$');
    if (mark < 0) {
      return atom;
    }
    return atom.substring(0, mark)
        + (tuple.sig(column).isOne != null ? "" : atom.substring(mark + 1));
  }

  /** {@code this/Event} is Event. */
  private static String name(String label) {
    return label.startsWith("this/") ? label.substring("this/".length()) : label;
  }

  /** {@code $Law_e} is e, be the law an assertion or a predicate that one uses. */
  private static String variable(String label) {
    return label.substring(label.lastIndexOf('_') + 1).replaceFirst("^\\$", "");
  }

  private static boolean isPlace(Pos pos) {
    return pos != null && pos.y > 0 && !pos.filename.isEmpty();
  }

  private static AlloyException failure(Path file, Err e) {
    return failure(file, e.pos, e.msg, e);
  }

  private static AlloyException failure(Path file, Pos pos, String problem, Throwable cause) {
    String line = problem.strip().replaceAll("\\s+", " ");
    return isPlace(pos)
        ? new AlloyException(Path.of(pos.filename), pos.y, pos.x, line, cause)
        : new AlloyException(file, 0, 0, line, cause);
  }
}
