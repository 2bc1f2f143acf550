// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;
public final class Scratch2 {
  public static void main(String[] a) throws Exception {
    long seed = Long.parseLong(a[0]); int images = Integer.parseInt(a[1]); int count = Integer.parseInt(a[2]);
    Verdict all = Verdict.NONE; Witness w = new Witness();
    long t = System.nanoTime();
    for (WitnessMachine m : WitnessMachine.values())
      for (int i = 0; i < images; i++) {
        try { all = all.and(w.run(a.length > 3 ? WitnessImage.random(m, seed * 1000 + i, count) : WitnessImage.random(m, seed * 1000 + i, count, Scratch::gnu))); }
        catch (IllegalStateException e) { System.out.println(m + " " + e); }
      }
    System.out.println("s " + (System.nanoTime() - t) / 1e9 + " cases " + all.cases() + " " + all.kinds());
    System.out.println(all.deviations());
    System.out.println("stale " + w.stale(all));
    System.out.println("findings " + all.findings().size());
    all.findings().stream().limit(30).forEach(System.out::println);
  }
}
