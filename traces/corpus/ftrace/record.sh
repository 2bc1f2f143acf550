#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Boots a kernel with init.sh and kvm-guests and writes what it prints between the
# markers to OUT/NAME.txt:
#
#   record.sh OUT KERNEL TREE PARTS GUESTS APPEND QEMU [OPTIONS...]
#
# TREE is a directory with bin/busybox (static, arm64), bin/kvm-guests and whatever
# programs PARTS want; README.md says what was in it.
set -e
out=$1 kernel=$2 tree=$3 parts=$4 guests=$5 append=$6
shift 6
here=$(dirname "$(readlink -f "$0")")
mkdir -p "$out"
out=$(readlink -f "$out")
cp "$here/init.sh" "$tree/init"
chmod +x "$tree/init"
mkdir -p "$tree/dev"
[ -e "$tree/dev/console" ] || mknod "$tree/dev/console" c 5 1
(cd "$tree" && find . | sort | cpio -o -H newc --quiet | gzip -1n) > "$out/initramfs.gz"
echo "$*" -append "'$append rec=$parts guests=$guests'" > "$out/command"
timeout "${LIMIT:-900}" "$@" -display none -monitor none -no-reboot -nic none -serial stdio \
	-kernel "$kernel" -initrd "$out/initramfs.gz" \
	-append "console=ttyAMA0 panic=-1 rdinit=/init $append rec=$parts guests=$guests" \
	< /dev/null > "$out/console"
rm "$out/initramfs.gz"
awk -v out="$out" '
	/^=====end/ { close(file); file = "" }
	file != "" { print > file }
	/^=====begin/ { file = out "/" $2 ".txt"; printf "" > file }' "$out/console"
grep -q '^=====done' "$out/console"
