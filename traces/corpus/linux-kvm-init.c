// Copyright the armcall authors
// SPDX-License-Identifier: Apache-2.0
//
// Licensed under the Apache License, Version 2.0 (the "License");
// you may not use this file except in compliance with the License.
// You may obtain a copy of the License at
//
//     http://www.apache.org/licenses/LICENSE-2.0
//
// Unless required by applicable law or agreed to in writing, software
// distributed under the License is distributed on an "AS IS" BASIS,
// WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
// See the License for the specific language governing permissions and
// limitations under the License.

// The first and only process of an arm64 Linux that is logged by `qemu -d int`.
// Without libc. It starts two KVM guests, one with A64 and one with A32 code at
// EL1, and powers the machine off. The guests call with HVC, which KVM answers as
// PSCI, and with SMC, which KVM traps (HCR_EL2.TSC), answers -1 and steps over.
// So the log has the SVCs of a process, the HVCs of KVM's own EL1 half, and the
// calls of guests under a hypervisor that people use.

typedef unsigned long u64;
typedef unsigned int u32;

static long sys(long nr, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc #0"
		: "+r"(x0)
		: "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
		: "memory");
	return x0;
}

// System call numbers of arm64, and the calls as this program uses them.
static long ioctl(long fd, long request, void *arg)
{
	return sys(29, fd, request, (long)arg, 0, 0, 0);
}

static long mknod(const char *path, long mode, long dev)
{
	return sys(33, -100, (long)path, mode, dev, 0, 0);
}

static long open(const char *path)
{
	return sys(56, -100, (long)path, 2, 0, 0, 0);
}

static long write(long fd, const char *text, long size)
{
	return sys(64, fd, (long)text, size, 0, 0, 0);
}

static void poweroff(void)
{
	sys(142, 0xfee1dead, 672274793, 0x4321fedc, 0, 0, 0);
}

static void *map(long fd, long size, long flags)
{
	return (void *)sys(222, 0, size, 3, flags, fd, 0);
}

static long console;

static void say(const char *text)
{
	long n = 0;

	while (text[n])
		n++;
	write(console, text, n);
}

static void check(long result, const char *what)
{
	if (result >= 0)
		return;
	say("linux-kvm-init: failed: ");
	say(what);
	say("\n");
	poweroff();
}

enum {
	KVM_CREATE_VM = 0xae01,
	KVM_GET_VCPU_MMAP_SIZE = 0xae04,
	KVM_CREATE_VCPU = 0xae41,
	KVM_SET_USER_MEMORY_REGION = 0x4020ae46,
	KVM_RUN = 0xae80,
	KVM_SET_ONE_REG = 0x4010aeac,
	KVM_ARM_VCPU_INIT = 0x4020aeae,
};
#define KVM_ARM_PREFERRED_TARGET 0x8020aeafL
#define KVM_REG_PC 0x6030000000100040UL

enum { EL1_32BIT = 1 << 1, PSCI_0_2 = 1 << 2 };	// vcpu features
enum { EXIT_SYSTEM_EVENT = 24 };
enum { GUEST_BASE = 0x10000, PAGE = 4096 };

// The guests. x0 / r0 is the function; 0x84000000 is PSCI_VERSION,
// 0x84000008 SYSTEM_OFF, 0x80000000 SMCCC_VERSION.
__asm__(
	".pushsection .rodata\n"
	".balign 4\n"
	".global guest_a64, guest_a32, guest_end\n"
	"guest_a64:\n"
	"	mov	x0, #0x84000000\n"
	"	hvc	#0\n"
	"	mov	x0, #0x80000000\n"
	"	hvc	#0\n"
	"	hvc	#1\n"			// KVM does not look at the immediate
	"	hvc	#0x4a48\n"
	"	mov	x0, #0x84000000\n"
	"	smc	#0\n"			// trapped, x0 = -1
	"	smc	#1\n"
	"	smc	#0x4a48\n"
	"	mov	x0, #0x84000000\n"
	"	add	x0, x0, #8\n"
	"	hvc	#0\n"
	"	b	.\n"
	"guest_a32:\n"				// A32 words: this file is A64
	"	.word	0xe3a00484\n"		// mov	r0, #0x84000000
	"	.word	0xe1400070\n"		// hvc	#0
	"	.word	0xe144a478\n"		// hvc	#0x4a48
	"	.word	0xe1600070\n"		// smc	#0, trapped
	"	.word	0xe1600077\n"		// smc	#7, trapped
	"	.word	0xe3a00484\n"		// mov	r0, #0x84000000
	"	.word	0xe2800008\n"		// add	r0, r0, #8
	"	.word	0xe1400070\n"		// hvc	#0
	"	.word	0xeafffffe\n"		// b	.
	"guest_end:\n"
	".popsection\n");
extern const u32 guest_a64[], guest_a32[], guest_end[];

static void run_guest(long kvm, const u32 *code, u32 features)
{
	long vm = ioctl(kvm, KVM_CREATE_VM, 0);
	u32 *ram = map(-1, PAGE, 0x8021);	// shared, anonymous, populated
	u64 region[4] = { 0, GUEST_BASE, PAGE, (u64)ram };
	u32 init[8];
	u64 pc = GUEST_BASE;
	u64 set_pc[2] = { KVM_REG_PC, (u64)&pc };
	long vcpu;
	u32 *run;

	check(vm, "KVM_CREATE_VM");
	for (long i = 0; code + i < guest_end; i++)
		ram[i] = code[i];
	check(ioctl(vm, KVM_SET_USER_MEMORY_REGION, region), "memory");
	vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	check(vcpu, "KVM_CREATE_VCPU");
	check(ioctl(vm, KVM_ARM_PREFERRED_TARGET, init), "KVM_ARM_PREFERRED_TARGET");
	init[1] |= features;
	check(ioctl(vcpu, KVM_ARM_VCPU_INIT, init), "KVM_ARM_VCPU_INIT");
	check(ioctl(vcpu, KVM_SET_ONE_REG, set_pc), "KVM_SET_ONE_REG");
	run = map(vcpu, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), 1);
	check(ioctl(vcpu, KVM_RUN, 0), "KVM_RUN");
	check(run[2] == EXIT_SYSTEM_EVENT ? 0 : -1, "guest did not end by SYSTEM_OFF");
	say("linux-kvm-init: guest done\n");
}

void _start(void)
{
	long kvm;

	mknod("/console", 020600, 5 << 8 | 1);
	console = open("/console");
	mknod("/kvm", 020600, 10 << 8 | 232);
	kvm = open("/kvm");
	if (kvm < 0) {				// under Xen there is no EL2 for KVM
		say("linux-kvm-init: no KVM\n");
		poweroff();
	}
	run_guest(kvm, guest_a64, PSCI_0_2);
	run_guest(kvm, guest_a32, PSCI_0_2 | EL1_32BIT);
	poweroff();
}
