#!/bin/busybox sh
# SPDX-License-Identifier: Apache-2.0
#
# The first process of the machine that is recorded. The kernel's `rec=` says which
# parts are run. Each recording goes to the console between two markers.
B=/bin/busybox
for c in $($B --list); do [ -e /bin/$c ] || $B ln -s $B /bin/$c; done
export PATH=/bin:/usr/bin LD_LIBRARY_PATH=/usr/lib/aarch64-linux-gnu:/lib/aarch64-linux-gnu HOME=/tmp
mkdir -p /proc /sys /dev /tmp
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2> /dev/null
mount -t tracefs trace /sys/kernel/tracing 2> /dev/null || mount -t debugfs debug /sys/kernel/debug
mount -t tmpfs tmp /tmp
exec < /dev/console > /dev/console 2>&1
stty raw -echo
dmesg -n 1
T=/sys/kernel/tracing
[ -e $T/trace ] || T=/sys/kernel/debug/tracing
cd $T
parts=$(sed 's/.*rec=\([^ ]*\).*/\1/; s/,/ /g' /proc/cmdline)
uname -a

out() { # name, command...
	name=$1; shift
	echo
	echo "=====begin $name"
	"$@" | cat	# perf starts a pager on a terminal
	echo "=====end $name"
}
fresh() {
	echo 0 > tracing_on
	echo > set_event
	echo > kprobe_events
	echo > trace
	echo nop > current_tracer
	echo local > trace_clock
	echo 1408 > buffer_size_kb
	for x in noprint-tgid norecord-tgid irq-info nolatency-format noverbose context-info; do
		echo $x > trace_options
	done 2> /dev/null
	echo 1 > tracing_on
}
guests() {
	for g in $GUESTS; do kvm-guests $g; done
}
# The kernel's own calls, where it lets one probe them: CONFIG_KPROBE_EVENTS_ON_NOTRACE.
smccc() {
	r="x0=%x0 x1=%x1 x2=%x2 x3=%x3"
	for c in smc hvc; do
		echo "p:smccc/$c __arm_smccc_$c $r x4=%x4 x5=%x5 x6=%x6 x7=%x7" >> kprobe_events
		echo "r:smccc/${c}_back __arm_smccc_$c $r" >> kprobe_events
	done
	echo 1 > events/smccc/enable
}
hotplug() {
	for cpu in 1 2 1; do
		echo 0 > /sys/devices/system/cpu/cpu$cpu/online
		sleep 1
		echo 1 > /sys/devices/system/cpu/cpu$cpu/online
	done
}

GUESTS=$(sed -n 's/.*guests=\([^ ]*\).*/\1/p' /proc/cmdline | tr , ' ')

for part in $parts; do case $part in
kvm)	# every event of KVM
	fresh; echo 1 > events/kvm/enable; guests; echo 0 > tracing_on
	out kvm cat trace
	out kvm-format cat events/kvm/kvm_exit/format events/kvm/kvm_hvc_arm64/format
	;;
options)	# the same event in the ways that the kernel prints it
	for o in "record-tgid print-tgid" noirq-info latency-format "latency-format verbose" nocontext-info; do
		fresh; for e in kvm_exit kvm_entry kvm_hvc_arm64; do echo 1 > events/kvm/$e/enable; done
		for x in $o; do echo $x > trace_options; done
		kvm-guests smp
		out "option-$(echo $o | tr ' ' -)" cat trace
	done
	for c in global counter uptime mono boot; do
		fresh; for e in kvm_exit kvm_entry kvm_hvc_arm64; do echo 1 > events/kvm/$e/enable; done
		echo $c > trace_clock
		kvm-guests smp
		out clock-$c cat trace
	done
	;;
lost)	# a buffer that is too small, read while it is written
	fresh; echo 4 > buffer_size_kb
	for e in kvm_exit kvm_entry kvm_hvc_arm64; do echo 1 > events/kvm/$e/enable; done
	kvm-guests a64; kvm-guests smp; kvm-guests smp
	echo 0 > tracing_on
	out lost-trace cat trace
	fresh; echo 4 > buffer_size_kb; echo 1 > events/kvm/enable
	cat trace_pipe > /tmp/pipe & reader=$!
	for n in 1 2 3; do
		kill -STOP $reader; for g in 1 2 3 4; do kvm-guests smp > /dev/null; done; kill -CONT $reader; sleep 1
	done
	kill $reader; wait $reader
	out lost-pipe cat /tmp/pipe
	;;
noise)	# the guests among everything else that the kernel does
	fresh; echo 8000 > buffer_size_kb
	echo 1 > events/kvm/enable; echo 1 > events/sched/enable; echo 1 > events/irq/enable
	kvm-guests smp; echo 0 > tracing_on
	out noise cat trace
	fresh; echo 'kvm_smccc*' 'kvm_psci*' 'handle_*' > set_ftrace_filter; echo function > current_tracer
	for e in kvm_exit kvm_entry kvm_hvc_arm64; do echo 1 > events/kvm/$e/enable; done
	kvm-guests smp; echo 0 > tracing_on
	out function cat trace
	;;
smccc)	# the kernel's own calls
	fresh; smccc; hotplug; echo 0 > tracing_on
	out smccc cat trace
	# as people do it who name nothing
	fresh; echo "p __arm_smccc_smc %x0 %x1 %x2 %x3" > kprobe_events
	echo 'r __arm_smccc_smc $retval' >> kprobe_events
	echo 1 > events/kprobes/enable; hotplug; echo 0 > tracing_on
	out smccc-unnamed cat trace
	fresh; for c in smc hvc; do	# right behind the instruction, after the landing pad
		echo "p:smccc/$c __arm_smccc_$c x0=%x0 x1=%x1 x2=%x2 x3=%x3" >> kprobe_events
		echo "p:smccc/${c}_back __arm_smccc_$c+8 x0=%x0 x1=%x1 x2=%x2 x3=%x3 x4=%x4" >> kprobe_events
	done
	echo 1 > events/smccc/enable; hotplug; echo 0 > tracing_on
	out smccc-behind cat trace
	;;
trace-cmd)
	fresh
	trace-cmd record -q -o /tmp/t.dat -e kvm:kvm_exit -e kvm:kvm_entry -e kvm:kvm_hvc_arm64 -e kvm:kvm_guest_fault -e kvm:kvm_handle_sys_reg kvm-guests smp
	out trace-cmd trace-cmd report -i /tmp/t.dat
	out trace-cmd-N trace-cmd report -N -i /tmp/t.dat
	out trace-cmd-l trace-cmd report -l -i /tmp/t.dat
	out trace-cmd-t trace-cmd report -t -i /tmp/t.dat
	out trace-cmd-R trace-cmd report -R -i /tmp/t.dat
	out trace-cmd-ts-diff trace-cmd report --ts-diff -i /tmp/t.dat
	out trace-cmd-raw-ts trace-cmd report --raw-ts -i /tmp/t.dat
	fresh; smccc
	trace-cmd record -o /tmp/t.dat -e smccc $B sh -c 'echo 0 > /sys/devices/system/cpu/cpu1/online; sleep 1; echo 1 > /sys/devices/system/cpu/cpu1/online'
	out trace-cmd-smccc trace-cmd report -i /tmp/t.dat
	;;
perf)
	fresh
	perf record -a -o /tmp/p.data -e kvm:kvm_exit -e kvm:kvm_entry -e kvm:kvm_hvc_arm64 -e kvm:kvm_guest_fault kvm-guests smp
	ls -la /tmp/p.data
	out perf-script perf script -i /tmp/p.data
	out perf-script-ns perf script --ns -i /tmp/p.data
	out perf-script-F perf script -F trace:comm,tid,cpu,time,event,trace -i /tmp/p.data
	perf record -o /tmp/p.data -e kvm:kvm_exit -e kvm:kvm_entry -e kvm:kvm_hvc_arm64 kvm-guests smp
	out perf-script-task perf script -i /tmp/p.data
	;;
pkvm)	# the hypervisor's own events
	out pkvm-tree ls -R $T/remotes $T/hypervisor $T/instances
	for d in $T/remotes/hypervisor $T/hypervisor; do
		[ -d $d ] || continue
		cd $d
		echo 1 > tracing_on; echo 1 > events/enable || echo 1 > events/hypervisor/enable
		guests
		echo 0 > /sys/devices/system/cpu/cpu1/online; echo 1 > /sys/devices/system/cpu/cpu1/online
		echo 0 > tracing_on
		out pkvm-trace cat trace
		out pkvm-format sh -c 'for f in events/*/*/format; do echo $f; cat $f; done'
		cd $T
	done
	;;
shell)	sh ;;
esac; done
echo "=====done"
poweroff -f
