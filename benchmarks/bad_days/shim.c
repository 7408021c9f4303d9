/* The system refuses, or the process dies, at the k-th call that touches a folder.

   Loaded before the C library (LD_PRELOAD), so that SQLite's calls come by as Python's do. Nothing happens until
   `bad_days_arm`; then calls of the kinds asked for are counted, on names below the folder and on what was opened
   there, and on stdout and stderr if asked for. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { COUNT, KILL, HALF, FAIL };
enum {
  OPEN = 1, WRITE = 2, FSYNC = 4, TRUNCATE = 8, RENAME = 16, LINK = 32, UNLINK = 64, LOCK = 128, MKDIR = 256,
  CHMOD = 512, MAP = 1024, READ = 2048, OUT = 4096, OPEN_TO_WRITE = 8192,
  TALK = 16384
};

static int armed, how, error_number, stays;
static long at, kinds;
static long *seen;
static char under[PATH_MAX];

void bad_days_arm(long k, int what, int number, int again, long which, const char *folder, long *counter) {
  at = k; how = what; error_number = number; stays = again; kinds = which; seen = counter;
  strncpy(under, folder, sizeof under - 1);
  *seen = 0;
  armed = 1;
}

static int is_below(const char *path) { return !strncmp(path, under, strlen(under)); }

static int is_named(int folder, const char *path) {
  char link[64], base[PATH_MAX];
  if (path[0] == '/') return is_below(path);
  if (folder == AT_FDCWD) return getcwd(base, sizeof base) && is_below(base);
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t n = readlink(link, base, sizeof base - 1);
  if (n < 0) return 0;
  base[n] = 0;
  return is_below(base);
}

static int is_open(int fd) {
  char link[64], path[PATH_MAX];
  if (fd == 1 || fd == 2) return (kinds & (fd == 1 ? OUT : TALK)) != 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return 0;
  path[n] = 0;
  return is_below(path);
}

/* 1: fail with errno set; 2: do half of it, then die; 0: go on. */
static int struck(long kind) {
  if (!(kinds & kind)) return 0;
  long n = ++*seen;
  if (how == COUNT || n < at || (n > at && !(how == FAIL && stays))) return 0;
  if (how == FAIL) { errno = error_number; return 1; }
  if (how == HALF && kind == WRITE) return 2;
  kill(getpid(), SIGKILL);
  return 0;
}

#define REAL(name) static __typeof__(name) *real; if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)
#define AT_NAME(kind, folder, path) if (armed) { int saved = errno; int is_ours = is_named(folder, path); \
  errno = saved; if (is_ours && struck(kind)) return -1; }
#define AT_FILE(kind, fd) if (armed) { int saved = errno; int is_ours = is_open(fd); errno = saved; \
  if (is_ours && struck(kind)) return -1; }
#define AT_WRITE(fd, half) if (armed) { int saved = errno; int is_ours = is_open(fd); errno = saved; \
  if (is_ours) switch (struck(WRITE)) { case 1: return -1; case 2: half; kill(getpid(), SIGKILL); } }

#define OPENING(name) int name(const char *path, int flags, ...) { \
  REAL(name); va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
  AT_NAME(OPEN | (flags & (O_WRONLY | O_RDWR | O_CREAT) ? OPEN_TO_WRITE : 0), AT_FDCWD, path) \
  return real(path, flags, mode); }
OPENING(open)
OPENING(open64)
#define OPENING_AT(name) int name(int folder, const char *path, int flags, ...) { \
  REAL(name); va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
  AT_NAME(OPEN | (flags & (O_WRONLY | O_RDWR | O_CREAT) ? OPEN_TO_WRITE : 0), folder, path) \
  return real(folder, path, flags, mode); }
OPENING_AT(openat)
OPENING_AT(openat64)

ssize_t write(int fd, const void *data, size_t size) {
  REAL(write); AT_WRITE(fd, real(fd, data, size / 2)) return real(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
  REAL(pwrite); AT_WRITE(fd, real(fd, data, size / 2, place)) return real(fd, data, size, place); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
  REAL(pwrite64); AT_WRITE(fd, real(fd, data, size / 2, place)) return real(fd, data, size, place); }
ssize_t read(int fd, void *data, size_t size) { REAL(read); AT_FILE(READ, fd) return real(fd, data, size); }
ssize_t pread(int fd, void *data, size_t size, off_t place) {
  REAL(pread); AT_FILE(READ, fd) return real(fd, data, size, place); }
ssize_t pread64(int fd, void *data, size_t size, off64_t place) {
  REAL(pread64); AT_FILE(READ, fd) return real(fd, data, size, place); }
/* What a process wrote outlives it without being flushed, and the machine is not what dies here. */
int fsync(int fd) { REAL(fsync); AT_FILE(FSYNC, fd) return armed ? 0 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); AT_FILE(FSYNC, fd) return armed ? 0 : real(fd); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); AT_FILE(TRUNCATE, fd) return real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); AT_FILE(TRUNCATE, fd) return real(fd, size); }
int rename(const char *from, const char *to) { REAL(rename); AT_NAME(RENAME, AT_FDCWD, to) return real(from, to); }
int renameat(int a, const char *from, int b, const char *to) {
  REAL(renameat); AT_NAME(RENAME, b, to) return real(a, from, b, to); }
int link(const char *from, const char *to) { REAL(link); AT_NAME(LINK, AT_FDCWD, to) return real(from, to); }
int linkat(int a, const char *from, int b, const char *to, int flags) {
  REAL(linkat); AT_NAME(LINK, b, to) return real(a, from, b, to, flags); }
int unlink(const char *path) { REAL(unlink); AT_NAME(UNLINK, AT_FDCWD, path) return real(path); }
int unlinkat(int folder, const char *path, int flags) {
  REAL(unlinkat); AT_NAME(UNLINK, folder, path) return real(folder, path, flags); }
int rmdir(const char *path) { REAL(rmdir); AT_NAME(UNLINK, AT_FDCWD, path) return real(path); }
int flock(int fd, int what) { REAL(flock); if (!(what & LOCK_UN)) AT_FILE(LOCK, fd) return real(fd, what); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); AT_NAME(MKDIR, AT_FDCWD, path) return real(path, mode); }
int chmod(const char *path, mode_t mode) { REAL(chmod); AT_NAME(CHMOD, AT_FDCWD, path) return real(path, mode); }
int fchmod(int fd, mode_t mode) { REAL(fchmod); AT_FILE(CHMOD, fd) return real(fd, mode); }
int fchmodat(int folder, const char *path, mode_t mode, int flags) {
  REAL(fchmodat); AT_NAME(CHMOD, folder, path) return real(folder, path, mode, flags); }

/* Only taking a lock fails: one that is let go of is gone in any case. */
#define LOCKING(name) int name(int fd, int command, ...) { \
  REAL(name); va_list more; va_start(more, command); void *value = va_arg(more, void *); va_end(more); \
  if ((command == F_SETLK || command == F_SETLKW) && ((struct flock *)value)->l_type != F_UNLCK) AT_FILE(LOCK, fd) \
  return real(fd, command, value); }
LOCKING(fcntl)
LOCKING(fcntl64)

#define MAPPING(name, offset) void *name(void *start, size_t size, int rights, int flags, int fd, offset place) { \
  REAL(name); \
  if (armed && fd >= 0) { int saved = errno; int is_ours = is_open(fd); errno = saved; \
    if (is_ours && struck(MAP)) return MAP_FAILED; } \
  return real(start, size, rights, flags, fd, place); }
MAPPING(mmap, off_t)
MAPPING(mmap64, off64_t)
