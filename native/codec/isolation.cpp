#include "isolation.h"

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vector>

namespace concord {

namespace {

void limit(int resource, uint64_t value) {
    const rlimit bound{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
    setrlimit(static_cast<__rlimit_resource>(resource), &bound);
}

#if defined(__x86_64__)
constexpr uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr uint32_t kArchitecture = 0;
#endif

// What decoding needs: memory, the two pipes, the clock, and an end. Memory that can run (mmap) and signals (tgkill) are looked at more closely.
constexpr uint32_t kAllowed[] = {
    SYS_read, SYS_write, SYS_munmap, SYS_mremap, SYS_brk, SYS_madvise, SYS_futex, SYS_clock_gettime, SYS_gettimeofday,
    SYS_exit, SYS_exit_group, SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_gettid, SYS_getpid, SYS_sched_yield,
    SYS_restart_syscall, SYS_getrandom, SYS_fstat, SYS_sched_getaffinity,
};
constexpr uint32_t kAllow = SECCOMP_RET_ALLOW, kRefuse = SECCOMP_RET_ERRNO | EPERM;

using Filter = std::vector<sock_filter>;

void give(Filter& filter, uint32_t verdict) { filter.push_back(BPF_STMT(BPF_RET | BPF_K, verdict)); }

void load(Filter& filter, size_t offset) { filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset))); }

// Goes on with the next instruction when the loaded word is `value`, else leaves `others` out.
void when(Filter& filter, uint16_t comparison, uint32_t value, uint8_t others) {
    filter.push_back(BPF_JUMP(static_cast<uint16_t>(BPF_JMP | BPF_K | comparison), value, 0, others));
}

constexpr size_t argument(size_t number) { return offsetof(seccomp_data, args) + number * sizeof(uint64_t); }  // its low word, little endian

Filter filter_for(uint32_t process) {
    Filter filter;
    load(filter, offsetof(seccomp_data, arch));
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0));
    give(filter, SECCOMP_RET_KILL_PROCESS);
    load(filter, offsetof(seccomp_data, nr));
    for (const uint32_t call : kAllowed) {
        when(filter, BPF_JEQ, call, 1);
        give(filter, kAllow);
    }
    when(filter, BPF_JEQ, SYS_mmap, 4);
    load(filter, argument(2));
    when(filter, BPF_JSET, PROT_EXEC, 1);
    give(filter, kRefuse);
    give(filter, kAllow);
    when(filter, BPF_JEQ, SYS_tgkill, 4);
    load(filter, argument(0));
    when(filter, BPF_JEQ, process, 1);
    give(filter, kAllow);
    give(filter, kRefuse);
    give(filter, kRefuse);
    return filter;
}

}  // namespace

void begin_alone() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // also in the middle of a frame; between frames the end of the input says it
    close_range(STDERR_FILENO + 1, ~0u, 0);
}

void limit_resources(uint64_t address_space_bytes) {
    limit(RLIMIT_AS, address_space_bytes);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_NOFILE, 0);  // what is open stays open
}

bool forbid_system_calls() {
    if (kArchitecture == 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    Filter filter = filter_for(static_cast<uint32_t>(getpid()));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace concord
