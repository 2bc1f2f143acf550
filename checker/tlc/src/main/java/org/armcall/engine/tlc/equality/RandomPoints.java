// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Random inputs from the whole space, not from the declared quotient: any immediate, any condition,
 * any platform.
 *
 * <p>Point k of a seed is always the same point. Levels and states are drawn so that most are
 * reachable; those that are not are drawn again.
 */
public final class RandomPoints {
  private static final List<String> STATES = List.of("a32", "a64");
  private static final List<String> CHOICES = List.of("yes", "no", "either");
  private static final int TRIES = 1000;

  private final long seed;
  private final ModelSide model;

  /** The points of that seed. */
  public RandomPoints(long seed, ModelSide model) {
    this.seed = seed;
    this.model = model;
  }

  /** Point number k as a record [p, s, i]. */
  public Value point(int k) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + k);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Map<String, Value> p = platform(random);
      Map<String, Value> s = state(random, p);
      Value platform = record(p);
      Value state = record(s);
      if (model.reaches(platform, state)) {
        return record(
            new TreeMap<>(Map.of("p", platform, "s", state, "i", instruction(random, s))));
      }
    }
    throw new IllegalStateException("no reachable point in " + TRIES + " tries");
  }

  private static Map<String, Value> platform(SplittableRandom random) {
    boolean armv7 = random.nextInt(5) == 0;
    Map<String, Value> p = new TreeMap<>();
    p.put("arch", text(armv7 ? "v7" : "v8"));
    String el3 = armv7 ? "a32" : pick(random, List.of("none", "a32", "a64", "a64"));
    p.put("el3", text(el3));
    boolean narrow = armv7 || el3.equals("a32");
    p.put(
        "el2",
        text(pick(random, narrow ? List.of("none", "a32") : List.of("none", "a32", "a64", "a64"))));
    for (String feature : List.of("sel2", "vhe", "nv", "fgt", "bti")) {
      p.put(feature, flag(!armv7 && random.nextBoolean()));
    }
    for (String choice :
        List.of(
            "failTrap",
            "passReport",
            "t32Cond",
            "noEl3Trap64",
            "noEl3Trap32",
            "undefDespiteCond")) {
      p.put(choice, text(pick(random, CHOICES)));
    }
    return p;
  }

  private static Map<String, Value> state(SplittableRandom random, Map<String, Value> p) {
    Map<String, Value> s = new TreeMap<>();
    String above = "a64";
    String[] states = new String[4];
    states[3] = plain(p.get("el3"));
    above = states[3].equals("none") ? above : states[3];
    states[2] =
        plain(p.get("el2")).equals("none") ? "none" : narrowed(random, above, plain(p.get("el2")));
    above = states[2].equals("none") ? above : states[2];
    boolean armv7 = plain(p.get("arch")).equals("v7");
    states[1] = narrowed(random, above, armv7 ? "a32" : "a64");
    states[0] = narrowed(random, states[1], "a64");
    int el = random.nextInt(4);
    for (int level = 0; level < 4; level++) {
      s.put("x" + level, text(states[level]));
    }
    String own = states[el];
    boolean a64 = own.equals("a64");
    String isa = a64 ? "a64" : pick(random, List.of("a32", "t32"));
    s.put("el", IntValue.gen(el));
    s.put("isa", text(isa));
    s.put("sec", text(pick(random, List.of("ns", "ns", "s", "s", "realm", "root"))));
    s.put("sp", flag(a64 && el > 0 && random.nextBoolean()));
    s.put("itb", text(isa.equals("t32") ? pick(random, List.of("out", "last", "mid")) : "out"));
    s.put("bt", IntValue.gen(a64 ? random.nextInt(4) * random.nextInt(2) : 0));
    s.put("il", flag(random.nextInt(16) == 0));
    s.put("itd", flag(random.nextInt(8) == 0));
    for (String bit :
        List.of(
            "ss", "guarded", "tsc", "tge", "e2h", "hcd", "nv", "hce", "smd", "eel2", "fgten",
            "svc0", "svc1")) {
      s.put(bit, flag(random.nextBoolean()));
    }
    return s;
  }

  private static Value instruction(SplittableRandom random, Map<String, Value> s) {
    String op = pick(random, List.of("hvc", "smc", "svc"));
    String isa = plain(s.get("isa"));
    boolean block = !plain(s.get("itb")).equals("out");
    boolean conditional = isa.equals("a32") || block;
    int condition = conditional ? random.nextInt(15) : 14;
    boolean narrow = op.equals("svc") && isa.equals("t32");
    int limit =
        narrow
            ? 0xff
            : op.equals("svc") && isa.equals("a32")
                ? 0xff_ffff
                : op.equals("smc") && !isa.equals("a64") ? 15 : 0xffff;
    Map<String, Value> i = new TreeMap<>();
    i.put("op", text(op));
    i.put("imm", IntValue.gen(random.nextInt(limit + 1)));
    i.put("cond", IntValue.gen(condition));
    i.put("holds", flag(condition == 14 || random.nextBoolean()));
    i.put("sbz", flag(op.equals("smc") && !isa.equals("a64") && random.nextInt(4) == 0));
    i.put("size", IntValue.gen(narrow ? 2 : 4));
    return record(i);
  }

  /** A state no wider than both. */
  private static String narrowed(SplittableRandom random, String above, String widest) {
    return above.equals("a32") || widest.equals("a32") ? "a32" : pick(random, STATES);
  }

  private static String pick(SplittableRandom random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String plain(Value text) {
    return ((StringValue) text).val.toString();
  }

  private static Value text(String value) {
    return new StringValue(value);
  }

  private static Value flag(boolean value) {
    return value ? BoolValue.ValTrue : BoolValue.ValFalse;
  }

  private static Value record(Map<String, Value> fields) {
    UniqueString[] names =
        fields.keySet().stream().map(UniqueString::uniqueStringOf).toArray(UniqueString[]::new);
    Value[] values = fields.values().toArray(new Value[0]);
    RecordValue record = new RecordValue(names, values, false);
    record.normalize();
    return record;
  }
}
