// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files written by hand from the tables of the System V ABI, byte by byte. */
final class ElfWriterTest {
  private static byte[] bytes(String... rows) {
    StringBuilder all = new StringBuilder();
    for (String row : rows) {
      all.append(row.replaceAll("#.*", "").replace(" ", ""));
    }
    return HexFormat.of().parseHex(all);
  }

  /** ELF64: e_ident 16, then 48 bytes; a program header of 56; the contents at 0x78. */
  static byte[] wide() {
    return bytes(
        "7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00 # ident: ELFCLASS64, ELFDATA2LSB",
        "02 00 b7 00 01 00 00 00 # ET_EXEC, EM_AARCH64, EV_CURRENT",
        "04 00 20 40 00 00 00 00 # e_entry",
        "40 00 00 00 00 00 00 00 # e_phoff",
        "00 00 00 00 00 00 00 00 # e_shoff",
        "00 00 00 00 40 00 38 00 01 00 # e_flags, e_ehsize, e_phentsize, e_phnum",
        "00 00 00 00 00 00 # e_shentsize, e_shnum, e_shstrndx",
        "01 00 00 00 07 00 00 00 # PT_LOAD, RWX",
        "78 00 00 00 00 00 00 00 # p_offset",
        "00 00 20 40 00 00 00 00 # p_vaddr",
        "00 00 20 40 00 00 00 00 # p_paddr",
        "05 00 00 00 00 00 00 00 # p_filesz",
        "00 10 00 00 00 00 00 00 # p_memsz",
        "01 00 00 00 00 00 00 00 # p_align",
        "03 00 00 d4 5a # the contents");
  }

  /** ELF32: e_ident 16, then 36 bytes; program headers of 32; p_flags behind p_memsz. */
  static byte[] narrow() {
    return bytes(
        "7f 45 4c 46 01 01 01 00 00 00 00 00 00 00 00 00 # ident: ELFCLASS32",
        "02 00 28 00 01 00 00 00 # ET_EXEC, EM_ARM, EV_CURRENT",
        "00 80 00 40 34 00 00 00 00 00 00 00 # e_entry, e_phoff, e_shoff",
        "00 00 00 05 34 00 20 00 02 00 # EF_ARM_EABI_VER5, sizes, e_phnum",
        "00 00 00 00 00 00",
        "01 00 00 00 74 00 00 00 00 80 00 40 00 80 00 40 # PT_LOAD, p_offset, vaddr, paddr",
        "04 00 00 00 04 00 00 00 07 00 00 00 01 00 00 00 # filesz, memsz, RWX, align",
        "01 00 00 00 78 00 00 00 00 00 01 40 00 00 01 40",
        "02 00 00 00 02 00 00 00 07 00 00 00 01 00 00 00",
        "71 00 60 e1 # smc #1",
        "be be");
  }

  static Image wideImage() {
    byte[] contents = {3, 0, 0, (byte) 0xd4, 0x5a};
    return new Image(
        ImageMachine.AARCH64, 0x40200004L, List.of(new Segment(0x40200000L, contents, 0x1000)));
  }

  static Image narrowImage() {
    byte[] call = {0x71, 0, 0x60, (byte) 0xe1};
    byte[] data = {(byte) 0xbe, (byte) 0xbe};
    return new Image(
        ImageMachine.ARM,
        0x40008000L,
        List.of(Segment.of(0x40008000L, call), Segment.of(0x40010000L, data)));
  }

  @Test
  void a64BitFileIsAsTheTablesSay() {
    assertArrayEquals(wide(), ElfWriter.write(wideImage()));
  }

  @Test
  void a32BitFileIsAsTheTablesSay() {
    assertArrayEquals(narrow(), ElfWriter.write(narrowImage()));
  }

  @Test
  void anAddressThatDoesNotFitIsRefused() {
    Image image = new Image(ImageMachine.ARM, 1L << 32, List.of());
    assertThrows(IllegalArgumentException.class, () -> ElfWriter.write(image));
  }
}
