// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import org.armcall.emulator.image.ElfWriter;
import org.armcall.model.instruction.InstructionSet;

public final class Scratch {
  static Code gnu(InstructionSet isa, long address, String text) {
    try {
      Path dir = Files.createTempDirectory("gnuas");
      boolean wide = isa == InstructionSet.A64;
      String p = wide ? "aarch64-linux-gnu-" : "arm-linux-gnueabihf-";
      String pre = wide ? "" : ".syntax unified\n.arch armv7-a\n.arch_extension virt\n.arch_extension sec\n";
      Files.writeString(dir.resolve("a.s"), pre + text);
      run(dir, p + "as", "a.s", "-o", "a.o");
      run(dir, p + "ld", "-Ttext=0x" + Long.toHexString(address), "-e", "0", "a.o", "-o", "a.elf");
      run(dir, p + "objcopy", "-O", "binary", "-j", ".text", "a.elf", "a.bin");
      String nm = run(dir, p + "nm", "a.elf");
      Map<String, Long> labels = new HashMap<>();
      for (String l : nm.split("\n")) { String[] f = l.trim().split(" +"); if (f.length == 3) labels.put(f[2], Long.parseUnsignedLong(f[0], 16)); }
      return new Code(address, Files.readAllBytes(dir.resolve("a.bin")), labels);
    } catch (Exception e) { throw new RuntimeException(e); }
  }
  static String run(Path dir, String... c) throws Exception {
    Process p = new ProcessBuilder(c).directory(dir.toFile()).redirectErrorStream(true).start();
    String o = new String(p.getInputStream().readAllBytes());
    if (p.waitFor() != 0) throw new RuntimeException(String.join(" ", c) + "\n" + o);
    return o;
  }
  public static void main(String[] a) throws Exception {
    WitnessMachine m = WitnessMachine.valueOf(a[0]);
    long seed = Long.parseLong(a[1]);
    int count = Integer.parseInt(a[2]);
    WitnessImage image = a.length > 3 ? WitnessImage.random(m, seed, count) : WitnessImage.random(m, seed, count, Scratch::gnu);
    byte[] elf = ElfWriter.write(image.image());
    Files.write(Path.of("/tmp/w/last.elf"), elf);
    long t = System.nanoTime();
    QemuRun.Printed printed = QemuRun.run(m, elf, WitnessImage.END, Duration.ofSeconds(20));
    Files.writeString(Path.of("/tmp/w/last.txt"), printed.output());
    System.out.println("ended " + printed.ended() + " ms " + (System.nanoTime() - t) / 1000000 + " bytes " + printed.output().length());
    Map<Integer, Report> reports = Report.all(printed.output());
    System.out.println("reports " + reports.size());
    int bad = 0; int shown = 0;
    Map<String,Integer> kinds = new TreeMap<>();
    for (WitnessCase c : image.cases()) {
      Report r = reports.get(c.index());
      if (r == null) { System.out.println("no report: " + c.text()); continue; }
      Comparison cmp = Comparison.of(c, r);
      kinds.merge(cmp.closest().kind(), 1, Integer::sum);
      if (!cmp.agrees()) { bad++; if (shown++ < 400) System.out.println(cmp.text()); }
    }
    System.out.println("bad " + bad + " " + kinds);
  }
}
