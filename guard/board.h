/*
 * What daemon, launcher and guards share: the cells (README, RUN_DIR/cells); and what all parts use.
 * All parts are one translation unit, so that everything is static and the compiler finds what nobody uses.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/watchdog.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  BUFFER = 256 * 1024,
  CELLS = 256,
};
static const uint64_t MILLI = 1000 * 1000, SECOND = 1000 * 1000 * 1000;

/* Sequentially consistent: who joins a tree and reads, or who latches and kills, sees the other. */
typedef _Atomic uint64_t word;
enum phase { IDLE, ARMED, ORDERLY, CUTTING, CONFIRMED, UNCONFIRMED };
enum tree { BASE, PROMOTED, EMERGENCY, ALL /* but EMERGENCY */ };
struct cell {
  word epoch, t0_boot, t0_raw, soft, hard, cut, w, class, retry, latch, phase, owner, armed[2], spare[2];
  char group[128];
};
static struct board {
  char magic[8];
  word daemon, k, end, handover, feed, timeout, launcher;
  struct { word pid, beat, late, spare; } guards[2];
  word mode, gap[7]; /* of the trees: 0 not known yet, 1 cgroup v2, 2 without */
  char node[64], trees[1024], rest[4096 - 1280];
  struct cell cells[CELLS];
} *board;
_Static_assert(sizeof(struct cell) == 256 && sizeof(struct board) == 4096 + CELLS * 256, "as README says");

struct seat { const struct cell *cell; enum tree tree; uint64_t n; }; /* where a process is to run */
struct moment { uint64_t boot, raw; };

static char run_dir[PATH_MAX];
static const char *run_argument; /* the same, as the daemon named it to all three */
static int me = -1; /* which of the guards; -1: launcher */

static _Noreturn void die(const char *what) {
  fprintf(stderr, "koi-guard: cannot %s: %s\n", what, strerror(errno));
  exit(1);
}

static int must(int result, const char *what) {
  if (result < 0) die(what);
  return result;
}

static void *memory(size_t size) {
  void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? NULL : p;
}

static uint32_t number(const void *big_endian) {
  uint32_t n;
  memcpy(&n, big_endian, 4);
  return be32toh(n);
}

static uint64_t long_number(const void *big_endian) {
  return (uint64_t) number(big_endian) << 32 | number((const char *) big_endian + 4);
}

static bool write_text(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  bool written = file >= 0 && write(file, text, strlen(text)) == (ssize_t) strlen(text);
  int error = errno;
  if (file >= 0) close(file);
  errno = error;
  return written;
}

static uint64_t read_clock(clockid_t id) {
  struct timespec t;
  must(clock_gettime(id, &t), "read the clock");
  return (uint64_t) t.tv_sec * SECOND + (uint64_t) t.tv_nsec;
}

static struct moment now(void) {
  return (struct moment){read_clock(CLOCK_BOOTTIME), read_clock(CLOCK_MONOTONIC_RAW)};
}

static uint64_t since(struct moment then, struct moment t) {
  uint64_t boot = t.boot > then.boot ? t.boot - then.boot : 0, raw = t.raw > then.raw ? t.raw - then.raw : 0;
  return boot > raw ? boot : raw;
}

static bool is_name(const char *text, size_t size) {
  size_t length = strnlen(text, size);
  return length > 0 && length < size && text[0] != '.' && memchr(text, '/', length) == NULL;
}

/* NULL: it is there, and as it should be. */
static const char *open_board(void) {
  char path[PATH_MAX + 8];
  if (board != NULL) return NULL;
  snprintf(path, sizeof path, "%s/cells", run_dir);
  int file = open(path, O_RDWR | O_CLOEXEC);
  struct stat s;
  if (file < 0 || fstat(file, &s) != 0) return "open the cells";
  errno = EINVAL;
  void *p = s.st_size != sizeof *board ? MAP_FAILED
      : mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
  close(file);
  if (p == MAP_FAILED) return "map the cells";
  board = p;
  bool sound = memcmp(board->magic, "KOICELL1", 8) == 0 && is_name(board->node, sizeof board->node);
  if (!sound) return munmap(p, sizeof *board), board = NULL, "understand the cells";
  if (me < 0) board->launcher = (uint64_t) getpid();
  return NULL;
}
