/* Stands between a process and the C library (LD_PRELOAD) for every file below the folder CONCORD_DISK_ROOT.
 * Writes down each operation that changes the disk or makes a change durable, with its bytes, in the order in which they took effect
 * (one at a time, under one lock), to CONCORD_DISK_TRACE; and lets the nth operation of chosen kinds fail, or all of them wait.
 *
 * A record: kind u32, thread u32, handle i64, offset i64, length of data i64, length of path u32, length of second path u32, paths, data.
 * Only what succeeded is written down. Paths are absolute, as the process gives them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { OPENED = 1, WRITE, TRUNCATE, SYNC, SYNC_FOLDER, RENAME, DELETE, FOLDER, DELETE_FOLDER, LINK, MARK, MAPPED, UNKNOWN, READ, CREATE };
enum { CREATED = 1, EMPTIED = 2 };
#define MAX_FILES 65536
#define BLOCK 4096

static struct { int64_t handle; char *path; char is_folder; } files[MAX_FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int trace = -1;
static int64_t last_handle;

/* What fails: kinds as bits, part of the path, from the first-th on that many times, with which errno; 0 times: nothing. */
static struct { unsigned kinds; char path[256]; long first, times, seen, hit, microseconds; int error; } fault;

#define REAL(type, name, ...) \
    static type (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void start(void)
{
    const char *folder = getenv("CONCORD_DISK_ROOT"), *file = getenv("CONCORD_DISK_TRACE");
    if (!folder || strlen(folder) >= sizeof root) return;
    root_length = strlen(folder);
    memcpy(root, folder, root_length + 1);
    if (file) trace = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_ours(const char *path)
{
    return root_length && path && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

static const char *path_of(int fd) { return fd >= 0 && fd < MAX_FILES ? files[fd].path : NULL; }

static void put(const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = syscall(SYS_write, trace, at, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) abort(); /* a trace with a hole would lie */
        at += written;
        length -= (size_t)written;
    }
}

static void note(enum kind kind, int64_t handle, int64_t offset, const char *path, const char *other, const void *data, int64_t length)
{
    if (trace < 0) return;
    int saved = errno;
    struct { uint32_t kind, thread; int64_t handle, offset, length; uint32_t path, other; } head = {
        kind, (uint32_t)syscall(SYS_gettid), handle, offset, length, path ? (uint32_t)strlen(path) : 0, other ? (uint32_t)strlen(other) : 0 };
    put(&head, sizeof head);
    if (path) put(path, head.path);
    if (other) put(other, head.other);
    if (length > 0 && data) put(data, (size_t)length);
    errno = saved;
}

/* 1 when this operation is to fail; errno is set. Called under the lock. */
static int fails(enum kind kind, const char *path)
{
    if (!fault.times || !(fault.kinds & (1u << kind)) || !path || (fault.path[0] && !strstr(path, fault.path))) return 0;
    long n = ++fault.seen;
    if (n < fault.first || n - fault.first >= fault.times) return 0;
    fault.hit++;
    errno = fault.error;
    return 1;
}

static void enter(enum kind kind)
{
    if (fault.microseconds && (fault.kinds & (1u << kind))) usleep((useconds_t)fault.microseconds);
    pthread_mutex_lock(&lock);
}

static void leave(void)
{
    int saved = errno;
    pthread_mutex_unlock(&lock);
    errno = saved;
}

/* ---- what the process under test calls itself ---- */

void concord_disk_mark(const char *text)
{
    enter(MARK);
    note(MARK, 0, 0, NULL, NULL, text, (int64_t)strlen(text));
    leave();
}

/* Arms: from now on count, and fail. Returns how many failed since the last call. */
long concord_disk_fault(unsigned kinds, const char *path, long first, long times, int error, long microseconds)
{
    pthread_mutex_lock(&lock);
    long hit = fault.hit;
    memset(&fault, 0, sizeof fault);
    strncpy(fault.path, path, sizeof fault.path - 1);
    fault.kinds = kinds, fault.first = first, fault.times = times, fault.error = error, fault.microseconds = microseconds;
    pthread_mutex_unlock(&lock);
    return hit;
}

/* How many operations that may fail came since arming. */
long concord_disk_seen(void) { return __atomic_load_n(&fault.seen, __ATOMIC_SEQ_CST); }

/* ---- opening and closing ---- */

static int opened(int fd, const char *path, int64_t how)
{
    if (fd < 0) return fd;
    struct stat status;
    if (fd >= MAX_FILES || fstat(fd, &status)) abort();
    free(files[fd].path);
    files[fd].path = strdup(path);
    files[fd].is_folder = S_ISDIR(status.st_mode);
    files[fd].handle = ++last_handle;
    if (!files[fd].is_folder) note(OPENED, last_handle, how, path, NULL, NULL, 0);
    return fd;
}

static int open_file(int folder, const char *path, int flags, mode_t mode)
{
    if (!is_ours(path)) return (int)syscall(SYS_openat, folder, path, flags, mode);
    enter(CREATE);
    struct stat status;
    int is_new = (flags & O_CREAT) && stat(path, &status) != 0;
    int fd = is_new && fails(CREATE, path) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
    opened(fd, path, (is_new ? CREATED : 0) | (flags & O_TRUNC ? EMPTIED : 0));
    leave();
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return open_file(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return open_file(folder, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int __open_2(const char *path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }

int close(int fd)
{
    REAL(int, close, int);
    if (!path_of(fd)) return real_close(fd);
    enter(OPENED);
    free(files[fd].path);
    files[fd].path = NULL;
    int result = real_close(fd);
    leave();
    return result;
}

/* ---- writing ---- */

static off_t place_of(int fd)
{
    struct stat status;
    if (fcntl(fd, F_GETFL) & O_APPEND) return fstat(fd, &status) ? 0 : status.st_size;
    return lseek(fd, 0, SEEK_CUR);
}

/* A disk that gets full takes the first half of what is written. */
static size_t room_for(int fd, size_t length, int *error)
{
    *error = 0;
    if (!fails(WRITE, path_of(fd))) return length;
    *error = errno;
    return errno == ENOSPC ? (length > BLOCK ? length / 2 & ~(size_t)(BLOCK - 1) : length / 2) : 0;
}

static ssize_t wrote(int fd, const void *bytes, off_t offset, ssize_t result)
{
    if (result > 0) note(WRITE, files[fd].handle, offset, NULL, NULL, bytes, result);
    return result;
}

static ssize_t put_at(int fd, const void *bytes, size_t length, off_t offset, int moves)
{
    enter(WRITE);
    if (moves) offset = place_of(fd);
    int error;
    size_t room = room_for(fd, length, &error);
    ssize_t result = error && !room ? (errno = error, -1) : wrote(fd, bytes, offset, moves ? syscall(SYS_write, fd, bytes, room) : syscall(SYS_pwrite64, fd, bytes, room, offset));
    leave();
    return result;
}

static ssize_t put_all_at(int fd, const struct iovec *pieces, int count, off_t offset, int moves)
{
    size_t length = 0, at = 0;
    for (int i = 0; i < count; i++) length += pieces[i].iov_len;
    char *all; /* direct writes ask for whole blocks of memory */
    if (posix_memalign((void **)&all, BLOCK, length ? length : 1)) abort();
    for (int i = 0; i < count; i++) {
        memcpy(all + at, pieces[i].iov_base, pieces[i].iov_len);
        at += pieces[i].iov_len;
    }
    ssize_t result = put_at(fd, all, length, offset, moves);
    int saved = errno;
    free(all);
    errno = saved;
    return result;
}

ssize_t write(int fd, const void *bytes, size_t length) { return path_of(fd) ? put_at(fd, bytes, length, 0, 1) : syscall(SYS_write, fd, bytes, length); }

#define PWRITE(name) \
    ssize_t name(int fd, const void *bytes, size_t length, off_t offset) \
    { return path_of(fd) ? put_at(fd, bytes, length, offset, 0) : syscall(SYS_pwrite64, fd, bytes, length, offset); }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    REAL(ssize_t, writev, int, const struct iovec *, int);
    return path_of(fd) ? put_all_at(fd, pieces, count, 0, 1) : real_writev(fd, pieces, count);
}

#define PWRITEV(name) \
    ssize_t name(int fd, const struct iovec *pieces, int count, off_t offset) \
    { \
        REAL(ssize_t, name, int, const struct iovec *, int, off_t); \
        return path_of(fd) ? put_all_at(fd, pieces, count, offset, 0) : real_##name(fd, pieces, count, offset); \
    }
PWRITEV(pwritev)
PWRITEV(pwritev64)

#define PWRITEV2(name) \
    ssize_t name(int fd, const struct iovec *pieces, int count, off_t offset, int flags) \
    { \
        REAL(ssize_t, name, int, const struct iovec *, int, off_t, int); \
        if (!path_of(fd)) return real_##name(fd, pieces, count, offset, flags); \
        ssize_t result = put_all_at(fd, pieces, count, offset, offset == -1); \
        if (result > 0 && (flags & (RWF_SYNC | RWF_DSYNC))) fdatasync(fd); \
        return result; \
    }
PWRITEV2(pwritev2)
PWRITEV2(pwritev64v2)

/* What the kernel copied is read back, to be written down. */
static ssize_t copied(int fd, off_t offset, ssize_t result)
{
    if (result <= 0) return result;
    char *all = malloc((size_t)result);
    if (!all || syscall(SYS_pread64, fd, all, result, offset) != result) abort();
    note(WRITE, files[fd].handle, offset, NULL, NULL, all, result);
    free(all);
    return result;
}

ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t length, unsigned flags)
{
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);
    if (!path_of(to)) return real_copy_file_range(from, from_offset, to, to_offset, length, flags);
    enter(WRITE);
    off_t offset = to_offset ? *to_offset : place_of(to);
    ssize_t result = fails(WRITE, path_of(to)) ? -1 : copied(to, offset, real_copy_file_range(from, from_offset, to, to_offset, length, flags));
    leave();
    return result;
}

#define SENDFILE(name) \
    ssize_t name(int to, int from, off_t *from_offset, size_t length) \
    { \
        REAL(ssize_t, name, int, int, off_t *, size_t); \
        if (!path_of(to)) return real_##name(to, from, from_offset, length); \
        enter(WRITE); \
        off_t offset = place_of(to); \
        ssize_t result = fails(WRITE, path_of(to)) ? -1 : copied(to, offset, real_##name(to, from, from_offset, length)); \
        leave(); \
        return result; \
    }
SENDFILE(sendfile)
SENDFILE(sendfile64)

static int set_length(int fd, off_t length)
{
    if (!path_of(fd)) return (int)syscall(SYS_ftruncate, fd, length);
    enter(TRUNCATE);
    int result = fails(TRUNCATE, path_of(fd)) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
    if (!result) note(TRUNCATE, files[fd].handle, length, NULL, NULL, NULL, 0);
    leave();
    return result;
}

int ftruncate(int fd, off_t length) { return set_length(fd, length); }
int ftruncate64(int fd, off_t length) { return set_length(fd, length); }

/* Room asked for ahead: its length is all that shows. */
static int reserve(int fd, int mode, off_t offset, off_t length)
{
    if (!path_of(fd)) return (int)syscall(SYS_fallocate, fd, mode, offset, length);
    struct stat before, after;
    enter(WRITE);
    int result = fails(WRITE, path_of(fd)) || fstat(fd, &before) ? -1 : (int)syscall(SYS_fallocate, fd, mode, offset, length);
    if (!result && (mode & ~FALLOC_FL_KEEP_SIZE)) note(UNKNOWN, files[fd].handle, mode, "fallocate", NULL, NULL, 0);
    else if (!result && !fstat(fd, &after) && after.st_size != before.st_size) note(TRUNCATE, files[fd].handle, after.st_size, NULL, NULL, NULL, 0);
    leave();
    return result;
}

int fallocate(int fd, int mode, off_t offset, off_t length) { return reserve(fd, mode, offset, length); }
int fallocate64(int fd, int mode, off_t offset, off_t length) { return reserve(fd, mode, offset, length); }
int posix_fallocate(int fd, off_t offset, off_t length) { return reserve(fd, 0, offset, length) ? errno : 0; }
int posix_fallocate64(int fd, off_t offset, off_t length) { return reserve(fd, 0, offset, length) ? errno : 0; }

/* A file that is written by memory escapes: it is written down that there is one. */
#define MMAP(name) \
    void *name(void *at, size_t length, int protection, int flags, int fd, off_t offset) \
    { \
        void *result = (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset); \
        if (result != MAP_FAILED && path_of(fd) && (flags & MAP_SHARED) && (protection & PROT_WRITE)) { \
            enter(MAPPED); \
            note(MAPPED, files[fd].handle, offset, path_of(fd), NULL, NULL, 0); \
            leave(); \
        } \
        return result; \
    }
MMAP(mmap)
MMAP(mmap64)

/* ---- making durable ---- */

static int sync_file(int fd, long call)
{
    if (!path_of(fd)) return (int)syscall(call, fd);
    enter(SYNC);
    int result = fails(SYNC, path_of(fd)) ? -1 : (int)syscall(call, fd);
    if (!result && files[fd].is_folder) note(SYNC_FOLDER, 0, 0, path_of(fd), NULL, NULL, 0);
    else if (!result) note(SYNC, files[fd].handle, 0, NULL, NULL, NULL, 0);
    leave();
    return result;
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

/* Starts writing back; promises nothing, so nothing is written down. */
int sync_file_range(int fd, off64_t offset, off64_t length, unsigned flags) { return (int)syscall(SYS_sync_file_range, fd, offset, length, flags); }

/* ---- names ---- */

static int named(enum kind kind, const char *path, const char *other, int result)
{
    if (!result) note(kind, 0, 0, path, other, NULL, 0);
    return result;
}

#define NAME(kind, at, other, call) \
    if (!is_ours(at)) return (int)(call); \
    enter(kind); \
    int result = named(kind, at, other, fails(kind, at) ? -1 : (int)(call)); \
    leave(); \
    return result;

int rename(const char *from, const char *to) { NAME(RENAME, from, to, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0)) }
int renameat(int a, const char *from, int b, const char *to) { NAME(RENAME, from, to, syscall(SYS_renameat2, a, from, b, to, 0)) }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { NAME(flags & RENAME_EXCHANGE ? UNKNOWN : RENAME, from, to, syscall(SYS_renameat2, a, from, b, to, flags)) }
int unlink(const char *path) { NAME(DELETE, path, NULL, syscall(SYS_unlinkat, AT_FDCWD, path, 0)) }
int unlinkat(int folder, const char *path, int flags) { NAME(flags & AT_REMOVEDIR ? DELETE_FOLDER : DELETE, path, NULL, syscall(SYS_unlinkat, folder, path, flags)) }
int rmdir(const char *path) { NAME(DELETE_FOLDER, path, NULL, syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR)) }
int mkdir(const char *path, mode_t mode) { NAME(FOLDER, path, NULL, syscall(SYS_mkdirat, AT_FDCWD, path, mode)) }
int mkdirat(int folder, const char *path, mode_t mode) { NAME(FOLDER, path, NULL, syscall(SYS_mkdirat, folder, path, mode)) }
int link(const char *from, const char *to) { NAME(LINK, from, to, syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0)) }
int linkat(int a, const char *from, int b, const char *to, int flags) { NAME(LINK, from, to, syscall(SYS_linkat, a, from, b, to, flags)) }
int symlink(const char *target, const char *path) { NAME(UNKNOWN, path, target, syscall(SYS_symlinkat, target, AT_FDCWD, path)) }

/* ---- reading: only to let it fail ---- */

static int read_fails(int fd)
{
    if (!path_of(fd)) return 0;
    enter(READ);
    int result = fails(READ, path_of(fd));
    leave();
    return result;
}

ssize_t read(int fd, void *into, size_t length) { return read_fails(fd) ? -1 : syscall(SYS_read, fd, into, length); }
ssize_t pread(int fd, void *into, size_t length, off_t offset) { return read_fails(fd) ? -1 : syscall(SYS_pread64, fd, into, length, offset); }
ssize_t pread64(int fd, void *into, size_t length, off_t offset) { return read_fails(fd) ? -1 : syscall(SYS_pread64, fd, into, length, offset); }

#define PREADV(name) \
    ssize_t name(int fd, const struct iovec *pieces, int count, off_t offset) \
    { \
        REAL(ssize_t, name, int, const struct iovec *, int, off_t); \
        return read_fails(fd) ? -1 : real_##name(fd, pieces, count, offset); \
    }
PREADV(preadv)
PREADV(preadv64)
