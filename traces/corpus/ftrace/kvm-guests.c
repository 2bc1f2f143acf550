// SPDX-License-Identifier: Apache-2.0
//
// Small KVM guests whose calls are known to the instruction, for recordings of the
// host's trace events (README.md beside this file). One argument says which guest:
//
//   a64     HVC and SMC with PSCI's and SMCCC's identifiers, unknown ones, upper halves
//           and other immediates; WFE, WFI, device accesses, an identification register
//   high    the same code at an address above 4 GiB
//   smp     two virtual processors: CPU_ON, AFFINITY_INFO, CPU_OFF, CPU_ON again,
//           SYSTEM_RESET, after which this program starts the first one anew
//   a32     the same kinds of calls in A32 and T32 (not where EL1 is AArch64 only)
//   filter  the host's filter of calls sends some to this program, denies others (6.4)
//   nested  the guest has EL2: it calls from EL1 to its own EL2, by HVC and trapped SMC
//
// Build: aarch64-linux-gnu-gcc -O1 -static -pthread -Wall -o kvm-guests kvm-guests.c

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

enum { MEMORY = 0x10000, LOW = 0x10000, HAS_EL2 = 7 };
#define HIGH 0x100010000UL
#define DEVICE 0x09000000UL
#define REG_PC 0x6030000000100040UL

// The filter of calls, newer than the headers of many build machines.
#define VM_SMCCC_CTRL 0
#define VM_SMCCC_FILTER 0
struct smccc_filter {
	uint32_t base, functions;
	uint8_t action, pad[15];
};
enum { DENY = 1, FORWARD = 2 };

// Guest code. `call` is hvc or smc; function identifiers go to w0 in two halves.
__asm__(
	".pushsection .rodata\n"
	".balign 8\n"
	".macro function high, low\n"
	"	movz	x0, #\\low\n"
	"	movk	x0, #\\high, lsl #16\n"
	".endm\n"
	".macro ask call, high, low\n"
	"	function \\high, \\low\n"
	"	\\call	#0\n"
	".endm\n"
	".global guest_a64, guest_smp, guest_smp_second, guest_filter, guest_nested, guest_a32, guest_reset, guest_end\n"

	"	.balign 0x800\n"
	"guest_a64:\n"
	"	ask	hvc, 0x8400, 0\n"		// PSCI_VERSION
	"	ask	hvc, 0x8000, 0\n"		// SMCCC_VERSION
	"	function 0x8000, 0\n"
	"	mov	x1, x0\n"
	"	ask	hvc, 0x8400, 0xa\n"		// PSCI_FEATURES(SMCCC_VERSION)
	"	function 0x8000, 0x8000\n"
	"	mov	x1, x0\n"
	"	ask	hvc, 0x8000, 1\n"		// SMCCC_ARCH_FEATURES(WORKAROUND_1)
	"	ask	hvc, 0x8600, 0xff01\n"		// UID of the vendor's services
	"	ask	hvc, 0x8400, 0x50\n"		// TRNG_VERSION
	"	ask	hvc, 0x8400, 6\n"		// MIGRATE_INFO_TYPE
	"	mov	x1, xzr\n"
	"	mov	x2, xzr\n"
	"	ask	hvc, 0xc400, 4\n"		// AFFINITY_INFO of itself
	"	ask	hvc, 0x8400, 0x1234\n"		// nobody's
	"	ask	hvc, 0x8300, 0\n"		// OEM's
	"	ask	hvc, 0x0000, 0x1234\n"		// yielding
	"	mov	x0, #-1\n"
	"	hvc	#0\n"
	"	function 0x8400, 0\n"
	"	movk	x0, #0x1234, lsl #32\n"		// upper half: not of the identifier
	"	hvc	#0\n"
	"	ask	hvc, 0x8400, 0\n"
	"	function 0x8400, 0\n"
	"	hvc	#1\n"
	"	function 0x8400, 0\n"
	"	hvc	#0x4a48\n"
	"	function 0x8400, 0\n"
	"	hvc	#0xffff\n"
	"	ask	smc, 0x8400, 0\n"
	"	ask	smc, 0x8000, 0\n"
	"	function 0x8400, 0\n"
	"	smc	#1\n"
	"	function 0x8400, 0\n"
	"	smc	#0x4a48\n"
	"	wfe\n"
	"	wfi\n"
	"	mrs	x1, id_aa64isar0_el1\n"
	"	movz	x2, #0x0900, lsl #16\n"
	"	mov	w1, #0x55\n"
	"	str	w1, [x2]\n"
	"	ldr	w1, [x2, #4]\n"
	"	mov	x1, xzr\n"			// power state: standby
	"	ask	hvc, 0x8400, 1\n"		// CPU_SUSPEND
	"	ask	hvc, 0x8400, 8\n"		// SYSTEM_OFF
	"	b	.\n"

	"guest_smp:\n"
	"	mov	x1, #1\n"
	"	adr	x2, guest_smp_second\n"
	"	mov	x3, #7\n"
	"	ask	hvc, 0xc400, 3\n"		// CPU_ON(1, guest_smp_second, 7)
	"	mov	x20, #40\n"
	"1:	mov	x1, #1\n"
	"	mov	x2, xzr\n"
	"	ask	hvc, 0xc400, 4\n"		// AFFINITY_INFO until it is off
	"	cmp	w0, #1\n"
	"	b.eq	2f\n"
	"	ask	hvc, 0x8400, 0\n"
	"	sub	x20, x20, #1\n"
	"	cbnz	x20, 1b\n"
	"2:	mov	x1, #1\n"
	"	adr	x2, guest_smp_again\n"
	"	ask	hvc, 0xc400, 3\n"		// on again, elsewhere
	"	mov	x20, #40\n"
	"3:	mov	x1, #1\n"
	"	mov	x2, xzr\n"
	"	ask	hvc, 0xc400, 4\n"
	"	cmp	w0, #1\n"
	"	b.eq	4f\n"
	"	sub	x20, x20, #1\n"
	"	cbnz	x20, 3b\n"
	"4:	mov	x1, #1\n"
	"	adr	x2, guest_smp_again\n"
	"	ask	smc, 0xc400, 3\n"		// by the other conduit
	"	ask	hvc, 0x8400, 9\n"		// SYSTEM_RESET: it goes on at guest_reset
	"	b	.\n"
	"guest_reset:\n"
	"	ask	hvc, 0x8400, 0\n"
	"	ask	hvc, 0x8400, 8\n"
	"	b	.\n"
	"guest_smp_again:\n"
	"	ask	hvc, 0x8400, 0\n"
	"	ask	hvc, 0x8400, 2\n"		// CPU_OFF
	"	b	.\n"
	"guest_smp_second:\n"
	"	mov	x20, #20\n"
	"1:	ask	hvc, 0x8000, 0\n"
	"	sub	x20, x20, #1\n"
	"	cbnz	x20, 1b\n"
	"	ask	hvc, 0x8400, 2\n"		// CPU_OFF
	"	b	.\n"

	"guest_filter:\n"
	"	mov	x1, #1\n"
	"	mov	x2, #2\n"
	"	ask	hvc, 0xc200, 0\n"		// forwarded
	"	ask	smc, 0xc200, 0\n"		// forwarded, by the other conduit
	"	ask	hvc, 0xc300, 0\n"		// denied
	"	ask	smc, 0xc300, 1\n"		// denied
	"	ask	hvc, 0x8400, 0\n"
	"	ask	hvc, 0x8400, 8\n"
	"	b	.\n"

	// At EL2. HCR_EL2 = RW, TSC and E2H; EL1 calls, the vectors below return.
	"guest_nested:\n"
	"	adr	x0, 3f\n"
	"	msr	vbar_el2, x0\n"
	"	movz	x0, #0x8008, lsl #16\n"		// RW, TSC
	"	movk	x0, #0x4, lsl #32\n"		// E2H
	"	msr	hcr_el2, x0\n"
	"	ask	hvc, 0x8400, 0\n"		// of EL2 itself: uses ELR_EL2
	"	ask	smc, 0x8400, 0\n"		// of EL2: to KVM
	"	adr	x0, 1f\n"
	"	msr	elr_el2, x0\n"
	"	mov	x0, #0x3c5\n"			// EL1h
	"	msr	spsr_el2, x0\n"
	"	eret\n"
	"1:	ask	hvc, 0x8400, 0\n"
	"	ask	hvc, 0x8600, 0xff01\n"
	"	function 0x8400, 0\n"
	"	hvc	#0x4a48\n"
	"	ask	smc, 0x8400, 0\n"		// trapped to the guest's EL2
	"	function 0x8400, 0\n"
	"	smc	#0x77\n"
	"	hvc	#0xe2d\n"			// over: EL2 asks KVM for SYSTEM_OFF
	"	b	.\n"
	"	.balign 0x800\n"
	"3:\n"
	"	.rept 4\n"				// current level, SP_EL0: not used
	"	b	.\n"
	"	.balign 0x80\n"
	"	.endr\n"
	"	mrs	x9, esr_el2\n"			// current level: HVC of EL2 itself
	"	mov	x0, #0x2e2\n"
	"	eret\n"
	"	.balign 0x80\n"
	"	.rept 3\n"
	"	b	.\n"
	"	.balign 0x80\n"
	"	.endr\n"
	"	mrs	x9, esr_el2\n"			// lower level, AArch64
	"	lsr	x10, x9, #26\n"
	"	and	x11, x9, #0xffff\n"
	"	mov	x12, #0xe2d\n"
	"	cmp	x11, x12\n"
	"	b.eq	5f\n"
	"	cmp	x10, #0x17\n"
	"	b.ne	4f\n"
	"	mrs	x12, elr_el2\n"			// step over a trapped SMC
	"	add	x12, x12, #4\n"
	"	msr	elr_el2, x12\n"
	"4:	mov	x0, #0x1e1\n"
	"	eret\n"
	"5:	ask	smc, 0x8400, 8\n"
	"	b	.\n"

	"guest_a32:\n"				// A32 words: this file is A64
	"	.word	0xe3a00484\n"		// mov	r0, #0x84000000
	"	.word	0xe1400070\n"		// hvc	#0
	"	.word	0xe144a478\n"		// hvc	#0x4a48
	"	.word	0xe1600070\n"		// smc	#0, trapped
	"	.word	0xe1600077\n"		// smc	#7, trapped
	"	.word	0xe3a00484\n"		// mov	r0, #0x84000000
	"	.word	0xe28f1001\n"		// add	r1, pc, #1
	"	.word	0xe12fff11\n"		// bx	r1: T32 from here
	"	.hword	0xf7e0, 0x8000\n"	// hvc	#0
	"	.hword	0xf7e4, 0x8a48\n"	// hvc	#0x4a48
	"	.hword	0xf7f0, 0x8000\n"	// smc	#0, trapped
	"	.hword	0xf04f, 0x4004\n"	// mov	r0, #0x84000000
	"	.hword	0xf100, 0x0008\n"	// add	r0, r0, #8
	"	.hword	0xf7e0, 0x8000\n"	// hvc	#0
	"	.hword	0xe7fe\n"		// b	.
	"	.balign 8\n"
	"guest_end:\n"
	".popsection\n");
extern const char guest_a64[], guest_smp[], guest_filter[], guest_nested[], guest_a32[],
	guest_reset[], guest_end[];

static int check(int result, const char *what)
{
	if (result < 0) {
		printf("kvm-guests: %s: %s\n", what, strerror(errno));
		exit(1);
	}
	return result;
}

struct cpu {
	int fd;
	struct kvm_run *run;
	struct kvm_vcpu_init init;
	uint64_t reset;
};

static void woken(int number)
{
	(void)number;			// ends a wait of KVM_RUN
}

static void start(struct cpu *cpu, uint64_t at)
{
	struct kvm_one_reg pc = { REG_PC, (uint64_t)&at };

	check(ioctl(cpu->fd, KVM_SET_ONE_REG, &pc), "pc");
}

static void forwarded(struct cpu *cpu)
{
	uint64_t answer = 0x600d;
	struct kvm_one_reg x0 = { 0x6030000000100000UL, (uint64_t)&answer };

	printf("kvm-guests: forwarded 0x%llx\n", (unsigned long long)cpu->run->hypercall.nr);
	check(ioctl(cpu->fd, KVM_SET_ONE_REG, &x0), "x0");
}

static void *run(void *of)
{
	struct cpu *cpu = of;

	for (int wakes = 0; wakes < 50;) {
		if (ioctl(cpu->fd, KVM_RUN, 0) < 0) {
			if (errno != EINTR)
				check(-1, "KVM_RUN");
			wakes++;
			continue;
		}
		switch (cpu->run->exit_reason) {
		case KVM_EXIT_MMIO:
			memset(cpu->run->mmio.data, 0x2a, 4);
			break;
		case KVM_EXIT_HYPERCALL:
			forwarded(cpu);
			break;
		case KVM_EXIT_SYSTEM_EVENT:
			printf("kvm-guests: system event %u\n", cpu->run->system_event.type);
			if (cpu->run->system_event.type != KVM_SYSTEM_EVENT_RESET)
				return NULL;
			check(ioctl(cpu->fd, KVM_ARM_VCPU_INIT, &cpu->init), "reset");
			start(cpu, cpu->reset);
			break;
		default:
			printf("kvm-guests: exit %u\n", cpu->run->exit_reason);
			exit(1);
		}
	}
	printf("kvm-guests: waits for ever\n");
	exit(1);
}

static struct cpu create(int kvm, int vm, int number, uint32_t features)
{
	int fd = check(ioctl(vm, KVM_CREATE_VCPU, number), "KVM_CREATE_VCPU");
	int size = check(ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), "KVM_GET_VCPU_MMAP_SIZE");
	struct cpu cpu = { .fd = fd };

	cpu.run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	check(ioctl(vm, KVM_ARM_PREFERRED_TARGET, &cpu.init), "KVM_ARM_PREFERRED_TARGET");
	cpu.init.features[0] |= 1 << KVM_ARM_VCPU_PSCI_0_2 | features;
	if (number > 0)
		cpu.init.features[0] |= 1 << KVM_ARM_VCPU_POWER_OFF;
	check(ioctl(fd, KVM_ARM_VCPU_INIT, &cpu.init), "KVM_ARM_VCPU_INIT");
	return cpu;
}

static void filter(int vm, uint32_t base, uint8_t action)
{
	struct smccc_filter range = { base, 16, action, { 0 } };
	struct kvm_device_attr attr = {
		.group = VM_SMCCC_CTRL, .attr = VM_SMCCC_FILTER, .addr = (uint64_t)&range,
	};

	check(ioctl(vm, KVM_SET_DEVICE_ATTR, &attr), "filter of calls");
}

// KVM gives a guest EL2 only beside its own interrupt controller.
static void controller(int vm)
{
	uint64_t distributor = 0x08000000, redistributor = 0x080a0000;
	struct kvm_create_device made = { .type = KVM_DEV_TYPE_ARM_VGIC_V3 };
	struct kvm_device_attr attr = {
		.group = KVM_DEV_ARM_VGIC_GRP_ADDR, .attr = KVM_VGIC_V3_ADDR_TYPE_DIST,
		.addr = (uint64_t)&distributor,
	};

	check(ioctl(vm, KVM_CREATE_DEVICE, &made), "interrupt controller");
	check(ioctl(made.fd, KVM_SET_DEVICE_ATTR, &attr), "distributor");
	attr.attr = KVM_VGIC_V3_ADDR_TYPE_REDIST;
	attr.addr = (uint64_t)&redistributor;
	check(ioctl(made.fd, KVM_SET_DEVICE_ATTR, &attr), "redistributor");
	attr.group = KVM_DEV_ARM_VGIC_GRP_CTRL;
	attr.attr = KVM_DEV_ARM_VGIC_CTRL_INIT;
	check(ioctl(made.fd, KVM_SET_DEVICE_ATTR, &attr), "interrupt controller");
}

int main(int count, char **arguments)
{
	const char *which = count > 1 ? arguments[1] : "a64";
	int smp = !strcmp(which, "smp"), a32 = !strcmp(which, "a32");
	int nested = !strcmp(which, "nested"), filtered = !strcmp(which, "filter");
	uint64_t base = !strcmp(which, "high") || nested ? HIGH : LOW;
	const char *code = smp ? guest_smp : a32 ? guest_a32 : nested ? guest_nested
		: filtered ? guest_filter : guest_a64;
	uint32_t features = (a32 ? 1 << KVM_ARM_VCPU_EL1_32BIT : 0) | (nested ? 1 << HAS_EL2 : 0);
	struct itimerval every = { { 0, 200000 }, { 0, 200000 } };
	struct sigaction action = { .sa_handler = woken };
	int kvm = check(open("/dev/kvm", O_RDWR), "/dev/kvm");
	int vm = check(ioctl(kvm, KVM_CREATE_VM, 0), "KVM_CREATE_VM");
	char *ram = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct kvm_userspace_memory_region region = { 0, 0, base, MEMORY, (uint64_t)ram };
	struct cpu first, second;
	pthread_t thread;

	// The vectors of a guest want 2 KiB: its page keeps the place that the linker gave.
	memcpy(ram, guest_a64, guest_end - guest_a64);
	check(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "memory");
	if (filtered) {
		filter(vm, 0xc2000000, FORWARD);
		filter(vm, 0xc3000000, DENY);
	}
	first = create(kvm, vm, 0, features);
	start(&first, base + (code - guest_a64));
	first.reset = base + (guest_reset - guest_a64);
	if (nested)
		controller(vm);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	if (smp) {
		second = create(kvm, vm, 1, features);
		pthread_create(&thread, NULL, run, &second);
	}
	run(&first);
	return 0;
}
