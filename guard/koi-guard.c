/*
 * koi-guard: the native processes beside a daemon; README.md has their promises, protocol and layouts.
 *   daemon    begins the daemon, ahead of all that could make it late, and becomes it
 *   launcher  begins the services' scripts, carries their output, tells how they end
 *   guard     two of them: what the lease demands when the daemon does not (SAFETY, Guard)
 *
 * Reading order: main; live (the launcher), serve, launch and become (a script begins), pump, reap and tell (it
 * ends), look (who is left of a session); inhabited (who is left of a tree, and the killing); keep_guard, watch (one
 * cell), advance and next (an emergency step by step). All memory is static or taken when a cell is armed.
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
  LAUNCHES = 1024,         /* known at once: running, or with something of their session or output left */
  WORDS = 1024,            /* arguments and variables of one launch */
  HEADER = 16,             /* of a frame: kind, three zero bytes, length (32 bits), id (64), big endian */
  BUFFER = 256 * 1024,     /* each way; also the largest request */
  OUT_RESERVE = 64 * 1024, /* output may not fill this part: it is for endings and answers */
  ANSWER = 16 * 1024,      /* no request is read while there is less room than its answer may need */
  CHUNK = 16 * 1024,
  TAIL = 4096,             /* the end of a script's output, kept for its report */
  SWEEP = 128,             /* ended launches before their sessions are looked at unasked */
  KILL_LOOKS = 100,        /* of a kill, 2 ms apart; what is left then hangs in the kernel */
  CELLS = 256, SERVICES = 4096, COMMAND = 32 /* bytes before what is as in a launch */, TARGET = 24,
  ARM_BYTES = 4 * 1024 * 1024,
};
static const uint64_t MILLI = 1000 * 1000, SECOND = 1000 * 1000 * 1000;

/* ---- What daemon, launcher and guards share: README, RUN_DIR/cells ---- */

typedef _Atomic uint64_t word; /* sequentially consistent: who joins a tree and reads, or latches and kills, sees */
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

struct launch {
  uint64_t id;
  pid_t leader;      /* the script's pid, also its session and process group; 0: this place is free */
  int output;        /* our end of its pipe; -1: closed */
  int status;        /* of waitpid, once ended */
  size_t tail;       /* bytes in tails[] */
  uint64_t dropped;  /* bytes of output that found no room and are not yet admitted */
  bool ended, told;  /* its own process ended; the daemon was told */
  bool inhabited;    /* the last look saw a living process of its session */
  bool empty;        /* nobody is left of its session, for ever */
  bool doomed;       /* its session is being killed */
  bool adopted;      /* begun by a launcher before this one */
};
static struct launch launches[LAUNCHES];
static char (*tails)[TAIL]; /* a page costs memory only once it was used */
static int used;            /* places from here on were never taken */
static int ended_since_look;
#define EACH(l) for (struct launch *l = launches; l < launches + used; l++)

/* Where a child that could not become its script says why. Shared memory rather than a close-on-exec pipe for
   each: it needs no descriptor, and the answer is there before the child can be reaped. */
struct failure { const char *step; int error; };
static struct failure *failures;
enum how { EXITED, SIGNALLED, NOT_BEGUN };

static unsigned char in[BUFFER], out[BUFFER];
static size_t in_length, out_length;
static bool in_closed; /* the daemon is gone, or closed its end */
static bool deaf;      /* nobody reads what we say */
static bool waiting;   /* a request is held back */
static int kill_looks; /* left; 0: no kill is under way */
static int null_device;
static char run_dir[PATH_MAX];
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

/* ---- To the daemon ---- */

static size_t room(void) { return deaf ? BUFFER : BUFFER - out_length; }

static void put(char kind, uint64_t id, const void *body, size_t length) {
  if (deaf) return;
  errno = ENOBUFS; /* a broken invariant: every caller has asked for room() */
  if (room() < HEADER + length) die("send a frame");
  unsigned char *p = out + out_length;
  memset(p, 0, 4);
  p[0] = (unsigned char) kind;
  memcpy(p + 4, &(uint32_t){htobe32((uint32_t) length)}, 4);
  memcpy(p + 8, &(uint64_t){htobe64(id)}, 8);
  if (length > 0) memcpy(p + HEADER, body, length);
  out_length += HEADER + length;
}

static void put_ending(uint64_t id, enum how how, int value, const char *text, size_t length) {
  static struct { uint32_t how, value; char text[TAIL]; } body;
  body.how = htobe32((uint32_t) how);
  body.value = htobe32((uint32_t) value);
  memcpy(body.text, text, length);
  put('E', id, &body, 8 + length);
}

static void put_not_begun(uint64_t id, const char *step, int error) {
  char why[256];
  int length = snprintf(why, sizeof why, "cannot %s: %s", step, strerror(error));
  put_ending(id, NOT_BEGUN, error, why, (size_t) length);
}

static void flush(void) {
  ssize_t n = out_length == 0 ? 0 : write(STDOUT_FILENO, out, out_length);
  if (n < 0 && errno == EAGAIN) return;
  deaf |= n < 0; /* EPIPE, or worse: either way nobody listens any more, and the services go on */
  out_length = deaf ? 0 : out_length - (size_t) n;
  memmove(out, out + n * !deaf, out_length);
}

/* ---- Who is left of a session ---- */

/* Not opendir, which takes memory. */
struct folder { int file; long filled, at; _Alignas(8) char entries[8192]; };
static struct folder proc;

static const char *next_entry(struct folder *f) {
  if (f->at >= f->filled) {
    f->filled = f->file < 0 ? -1 : syscall(SYS_getdents64, f->file, f->entries, sizeof f->entries);
    f->at = 0;
    if (f->filled <= 0) return NULL; /* 0: that was all */
  }
  const char *entry = f->entries + f->at;
  f->at += *(const uint16_t *) (entry + 16);
  return entry + 19;
}

static void rewind_proc(void) { proc.filled = proc.at = lseek(proc.file, 0, SEEK_SET); }

static pid_t next_pid(void) {
  for (const char *name; (name = next_entry(&proc)) != NULL;) {
    if (*name >= '1' && *name <= '9') return (pid_t) strtol(name, NULL, 10);
  }
  return 0;
}

struct process { pid_t parent, session; bool lives; char name[16]; };

/* 1: read, 0: gone, -1: cannot know. */
static int read_process(pid_t pid, struct process *p) {
  char path[32], line[1024], state;
  long threads;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno == ENOENT || errno == ESRCH ? 0 : -1;
  ssize_t n = read(file, line, sizeof line - 1);
  int error = errno;
  close(file);
  if (n <= 0) return n == 0 || error == ESRCH ? 0 : -1;
  line[n] = 0;
  const char *name = strchr(line, '('), *rest = strrchr(line, ')'); /* may hold blanks and parentheses itself */
  const char *format = ") %c %d %*d %d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld";
  if (!name || !rest || sscanf(rest, format, &state, &p->parent, &p->session, &threads) != 4) return -1;
  snprintf(p->name, sizeof p->name, "%.*s", (int) (rest - name - 1), name + 1);
  /* A process whose first thread ended shows Z, too, while its other threads work. */
  p->lives = (state != 'Z' && state != 'X') || threads > 1;
  return 1;
}

/* Session numbers come round again. Every process that a script began descends from us, its subreaper; a
   stranger does not. Lost on the way up (a parent ended meanwhile): rather count one too many. */
static bool descends(const struct launch *l, struct process p) {
  for (int i = 0; !l->adopted && p.parent != getpid() && i < 10000; i++) {
    if (p.parent <= 1) return false;
    if (read_process(p.parent, &p) != 1) return true;
  }
  return true;
}

static int handle_of(pid_t pid) { return (int) syscall(SYS_pidfd_open, pid, 0); }

static void kill_through(int handle) {
  if (syscall(SYS_pidfd_send_signal, handle, SIGKILL, NULL, 0) != 0 && errno != ESRCH) perror("koi-guard");
}

static void kill_member(pid_t pid, pid_t session) {
  int handle = handle_of(pid); /* since looking, the pid may have changed hands */
  if (handle < 0) return;      /* gone; or seen again by the next look */
  struct process p;
  if (read_process(pid, &p) == 1 && p.session == session) kill_through(handle);
  close(handle);
}

/* Twice, since /proc is no snapshot: who forks behind the reader and ends ahead of it escapes one pass. (What
   forks for ever, faster than it is read, escapes all; that takes cgroups.) Cannot know: inhabited. */
static void look(void) {
  bool whole = true;
  EACH(l) l->inhabited = false;
  for (int pass = 0; pass < 2; pass++) {
    rewind_proc();
    for (pid_t pid; (pid = next_pid()) != 0;) {
      struct process p;
      int found = read_process(pid, &p);
      whole &= found >= 0;
      if (found <= 0 || !p.lives || p.session == 0) continue;
      EACH(l) {
        if (l->leader != p.session || l->empty || !descends(l, p)) continue;
        l->inhabited = true;
        if (l->doomed) kill_member(pid, p.session);
      }
    }
    whole &= proc.filled == 0;
  }
  EACH(l) l->empty |= whole && l->ended && !l->inhabited;
  ended_since_look = 0;
}

/* ---- Trees: cgroups, or what the environment says ---- */

static bool is_name(const char *text, size_t size) {
  size_t length = strnlen(text, size);
  return length > 0 && length < size && text[0] != '.' && memchr(text, '/', length) == NULL;
}

static const char *tree_name(const struct seat *s) {
  static char name[24];
  if (s->tree != PROMOTED) return s->tree == BASE ? "base" : "emergency";
  snprintf(name, sizeof name, "e%llu", (unsigned long long) s->n);
  return name;
}

static const char *tree_path(const struct cell *c, const char *tree, const char *file) {
  static char path[1400];
  snprintf(path, sizeof path, "%.1023s/%.127s/%.80s/%s", board->trees, c->group, tree, file);
  return path;
}

static void make_tree(const struct seat *s) {
  if (board->mode != 1) return;
  mkdir(tree_path(s->cell, "", ""), 0755); /* whether it worked shows when it is joined */
  mkdir(tree_path(s->cell, tree_name(s), ""), 0755);
}

/* Removes the trees that are empty. */
static void tidy(const struct cell *c) {
  struct folder f = {.file = open(tree_path(c, "", ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  for (const char *name; (name = next_entry(&f)) != NULL;) rmdir(tree_path(c, name, ""));
  if (f.file >= 0) close(f.file);
  rmdir(tree_path(c, "", ""));
}

static void tidy_all(void) {
  if (board == NULL || board->mode != 1) return;
  for (int i = 1; i < CELLS; i++) {
    if (is_name(board->cells[i].group, sizeof board->cells[i].group)) tidy(&board->cells[i]);
  }
  rmdir(board->trees);
}

/* Without cgroups. What stands in its environment, or in its name while it is between fork and exec; else its
   parent's word counts. Whose ancestors up to us say nothing is counted to every tree: rather one too many. */
static bool belongs(pid_t pid, const struct seat *s) {
  static char environment[BUFFER], mark[256];
  int length = snprintf(mark, sizeof mark, "KOI_TREE=%.63s/%.127s/", board->node, s->cell->group);
  struct process p;
  for (int i = 0; pid > 1 && i < 10000; i++, pid = p.parent) {
    uint64_t own = (uint64_t) pid;
    if (own == board->launcher || own == board->guards[0].pid || own == board->guards[1].pid) return i > 0;
    if (read_process(pid, &p) != 1 || (i == 0 && !p.lives)) return false;
    int cell, tree;
    if (sscanf(p.name, "koi-enter-%d.%d", &cell, &tree) == 2) {
      return cell == s->cell - board->cells && (s->tree == ALL ? tree != EMERGENCY : tree == (int) s->tree);
    }
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = file < 0 ? 0 : read(file, environment, sizeof environment - 1);
    if (file >= 0) close(file);
    environment[n > 0 ? n : 0] = 0;
    for (char *v = environment; v < environment + n; v += strlen(v) + 1) {
      if (strncmp(v, "KOI_TREE=", 9) != 0) continue;
      if (strncmp(v, mark, (size_t) length) != 0) return false;
      return s->tree == ALL ? strcmp(v + length, "emergency") != 0 : strcmp(v + length, tree_name(s)) == 0;
    }
  }
  return false;
}

static bool inhabited_cgroup(const struct cell *c, const char *tree, bool cut) {
  char events[256];
  if (cut) write_text(tree_path(c, tree, "cgroup.kill"), "1");
  int file = open(tree_path(c, tree, "cgroup.events"), O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno != ENOENT;
  ssize_t n = read(file, events, sizeof events - 1);
  close(file);
  events[n > 0 ? n : 0] = 0;
  return n <= 0 ? errno != ENODEV : strstr(events, "populated 0") == NULL;
}

/* Is anyone left of it? `cut`: kills them, which takes effect soon; look again. */
static bool inhabited(const struct seat *s, bool cut) {
  bool found = false;
  if (board->mode == 1 && s->tree != ALL) return inhabited_cgroup(s->cell, tree_name(s), cut);
  if (board->mode == 1) { /* every epoch's, not only the present one's */
    struct folder f = {.file = open(tree_path(s->cell, "", ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (f.file < 0) return errno != ENOENT;
    for (const char *name; (name = next_entry(&f)) != NULL;) {
      bool tree = strcmp(name, "base") == 0 || (name[0] == 'e' && name[1] >= '0' && name[1] <= '9');
      if (tree) found |= inhabited_cgroup(s->cell, name, cut);
    }
    close(f.file);
    return found | (f.filled < 0);
  }
  for (int pass = 0; pass < 2; pass++) { /* as in look */
    rewind_proc();
    for (pid_t pid; (pid = next_pid()) != 0;) {
      int handle = cut ? handle_of(pid) : -1;
      bool member = belongs(pid, s);
      found |= member;
      if (member && handle >= 0) kill_through(handle);
      if (handle >= 0) close(handle);
    }
    found |= proc.filled < 0;
  }
  return found;
}

/* Read after the tree was joined: who latches first and kills then misses nobody. 0: it may begin. */
static int refusal(const struct seat *s) {
  const struct cell *c = s->cell;
  if (s->tree != EMERGENCY && s->n <= c->latch) return ECANCELED;
  if (s->tree != PROMOTED) return 0;
  struct moment t0 = {c->t0_boot, c->t0_raw}, t = now();
  if (c->epoch != s->n) return ECANCELED;
  if (since(t0, t) >= c->soft) return ETIME;
  for (int i = 0; i < 2; i++) {
    uint64_t beat = board->guards[i].beat;
    if (c->armed[i] != s->n || (t.boot > beat && t.boot - beat > board->k)) return ENOTCONN;
  }
  return 0;
}

/* ---- A script's life ---- */

static void pump(struct launch *l, int reads) {
  static char chunk[CHUNK];
  while (reads-- > 0 && l->output >= 0) {
    ssize_t n = read(l->output, chunk, sizeof chunk);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      close(l->output);
      l->output = -1;
      return;
    }
    size_t fresh = n > TAIL ? TAIL : (size_t) n;
    size_t kept = l->tail + fresh > TAIL ? TAIL - fresh : l->tail;
    char *tail = tails[l - launches];
    memmove(tail, tail + l->tail - kept, kept);
    memcpy(tail + kept, chunk + n - fresh, fresh);
    l->tail = kept + fresh;
    /* A gap is admitted (by tell) before anything that came after it. */
    bool fits = l->dropped == 0 && room() >= OUT_RESERVE + HEADER + (size_t) n;
    if (fits) put('O', l->id, chunk, (size_t) n);
    else l->dropped += (uint64_t) n;
  }
}

static void end_launch(pid_t pid, int status) {
  EACH(l) {
    if (l->leader != pid || l->ended) continue;
    pump(l, 1024 * 1024 / CHUNK); /* what it said before it ended; few pipes hold more */
    l->status = status;
    l->ended = true;
    ended_since_look++;
  }
}

/* False: no child is left. */
static bool reap(void (*ended)(pid_t, int)) {
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid == 0 || (pid < 0 && errno == ECHILD)) return pid == 0;
    if (pid < 0) die("wait for children");
    ended(pid, status);
  }
}

/* What must not be lost waits in its launch's place until there is room. */
static void tell(void) {
  EACH(l) {
    if (l->leader == 0 || room() < ANSWER) continue;
    if (l->dropped > 0 && room() >= BUFFER / 2) { /* not sooner: one long gap rather than many short ones */
      put('D', l->id, &(uint64_t){htobe64(l->dropped)}, 8);
      l->dropped = 0;
    }
    const struct failure *f = &failures[l - launches];
    const char *tail = tails[l - launches];
    if (!l->ended || l->told) ; /* nothing to say of its end */
    else if (f->step != NULL) put_not_begun(l->id, f->step, f->error);
    else if (WIFEXITED(l->status)) put_ending(l->id, EXITED, WEXITSTATUS(l->status), tail, l->tail);
    else put_ending(l->id, SIGNALLED, WTERMSIG(l->status), tail, l->tail);
    l->told = l->ended;
    if (!l->empty || l->output >= 0) continue;
    put('G', l->id, NULL, 0);
    l->leader = 0;
  }
}

static struct launch *take_place(uint64_t id) {
  int free = 0;
  for (int tries = 0; tries < 2; tries++) {
    if (ended_since_look >= SWEEP || tries > 0) {
      look();
      tell();
    }
    for (free = 0; free < used && launches[free].leader != 0;) free++;
    if (free < LAUNCHES) break;
  }
  if (free == LAUNCHES) return NULL;
  if (free == used) used++;
  launches[free] = (struct launch){.id = id, .output = -1};
  failures[free] = (struct failure){NULL, 0};
  return &launches[free];
}

struct order { char *folder, **arguments, **variables, *words[WORDS + 3]; /* two NULLs */ };

static bool parse(char *body, size_t length, struct order *order) {
  if (length < 5 || body[length - 1] != 0) return false;
  uint32_t arguments = number(body);
  order->folder = body + 4;
  order->arguments = order->words;
  size_t count = 0;
  for (char *next = strchr(order->folder, 0) + 1; next < body + length; next = strchr(next, 0) + 1) {
    if (count == arguments) order->words[count++] = NULL;
    if (count > WORDS) return false;
    order->words[count++] = next;
  }
  if (count == arguments) order->words[count++] = NULL;
  order->words[count] = NULL;
  if (arguments == 0 || arguments >= count) return false;
  order->variables = order->words + arguments + 1;
  return true;
}

/* Ahead of every process that is not real-time itself: a machine that is busy, be it with the services, must
   not make its daemon late, since a lease that is not renewed in time is lost. */
static int go_ahead(int priority) {
  if (sched_getscheduler(0) != SCHED_OTHER && priority == 1) return 0;
  return sched_setscheduler(0, SCHED_RR, &(struct sched_param){priority});
}

/* We are ahead; the services are not, since they may compute for hours. */
static int fall_back(void) {
  int policy = sched_getscheduler(0);
  bool ahead = policy == SCHED_RR || policy == SCHED_FIFO;
  return ahead ? sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0}) : policy;
}

static void step(int result, const char *what, struct failure *failure) {
  if (result >= 0) return;
  if (failure != NULL) *failure = (struct failure){what, errno};
  else raise(SIGKILL); /* a guard's: what did not run confirms nothing, not even by its exit code */
  _exit(127);
}

static void sit(const struct seat *s, struct failure *failure) {
  static char mark[256], name[16];
  snprintf(name, sizeof name, "koi-enter-%u.%u", (unsigned) (s->cell - board->cells) % CELLS, s->tree % 4u);
  step(prctl(PR_SET_NAME, name), "take a name", failure);
  bool joined = board->mode == 2 || write_text(tree_path(s->cell, tree_name(s), "cgroup.procs"), "0");
  step(joined ? 0 : -1, "join its tree", failure);
  snprintf(mark, sizeof mark, "KOI_TREE=%.63s/%.127s/%s", board->node, s->cell->group, tree_name(s));
  step(putenv(mark), "set its environment", failure);
  atomic_thread_fence(memory_order_seq_cst);
  errno = me < 0 ? refusal(s) : 0;
  const char *held = errno == ETIME ? "begin what promotes: its lease has lapsed"
      : errno == ENOTCONN ? "begin what promotes: not both guards are armed and on time" : "begin what was cut off";
  step(errno == 0 ? 0 : -1, held, failure);
}

static _Noreturn void become(const struct order *order, int output, const struct seat *seat, struct failure *failure) {
  step(setsid(), "make its own session", failure);
  step(fall_back(), "take normal priority", failure);
  if (seat->cell != NULL) sit(seat, failure);
  step(dup2(null_device, 0), "arrange its input", failure);
  step(dup2(output, 1), "arrange its output", failure);
  step(dup2(output, 2), "arrange its output", failure);
  step((int) syscall(SYS_close_range, 3u, ~0u, 0u), "close descriptors", failure);
  for (int i = 1; i < NSIG; i++) { /* as a shell has them: the daemon may ignore some, we block all */
    if (signal(i, SIG_DFL) == SIG_ERR && errno != EINVAL) step(-1, "reset signals", failure);
  }
  sigset_t none;
  sigemptyset(&none);
  step(sigprocmask(SIG_SETMASK, &none, NULL), "unblock signals", failure);
  step(chdir(order->folder), "enter its folder", failure);
  for (char **v = order->variables; *v != NULL; v++) step(putenv(*v), "set its environment", failure);
  execv(order->arguments[0], order->arguments);
  bool there = errno == ENOENT && faccessat(AT_FDCWD, order->arguments[0], F_OK, 0) == 0;
  if (there) errno = ENOENT;
  step(-1, there ? "find the interpreter that its first line names" : "execute it", failure);
  abort();
}

static void launch(uint64_t id, const struct order *order, const struct seat *seat) {
  int ends[2];
  struct launch *l = take_place(id);
  if (l == NULL) return put_not_begun(id, "keep track of more scripts with living children", EUSERS);
  if (pipe2(ends, O_CLOEXEC) != 0) return put_not_begun(id, "make a pipe", errno);
  if (seat->cell != NULL) make_tree(seat);
  pid_t pid = fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 ? fork() : -1;
  if (pid == 0) become(order, ends[1], seat, &failures[l - launches]);
  int error = errno;
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return put_not_begun(id, "fork", error);
  }
  EACH(old) {
    if (old->leader == pid) old->empty = old->ended = true; /* else its number had not come round */
  }
  l->leader = pid;
  l->output = ends[0];
  put('B', id, &(uint32_t){htobe32((uint32_t) pid)}, 4);
}

/* ---- From the daemon ---- */

static struct launch *find(uint64_t id) {
  EACH(l) {
    if (l->leader != 0 && l->id == id) return l;
  }
  return NULL;
}

static struct launch *find_in(const unsigned char *ids, size_t i) {
  struct launch *l = find(long_number(ids + 8 * i));
  return l == NULL || l->empty ? NULL : l;
}

static void doom(const unsigned char *ids, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct launch *l = find_in(ids, i);
    if (l == NULL) continue;
    l->doomed = true;
    /* Not reaped yet, so the number is its own; it may not have its session yet. */
    if (!l->ended && kill(l->leader, SIGKILL) != 0) perror("koi-guard: kill");
  }
  kill_looks = KILL_LOOKS;
}

static void go_on_killing(void) {
  if (kill_looks == 0) return;
  bool left = false;
  look();
  EACH(l) left |= l->doomed && !l->empty;
  kill_looks = left ? kill_looks - 1 : 0;
  EACH(l) l->doomed &= kill_looks > 0;
}

static void survey(uint64_t ticket, const unsigned char *ids, size_t count) {
  static uint64_t alive[LAUNCHES];
  size_t found = 0;
  reap(end_launch);
  look();
  for (size_t i = 0; i < count && found < LAUNCHES; i++) {
    const struct launch *l = find_in(ids, i);
    if (l != NULL) alive[found++] = htobe64(l->id);
  }
  put('S', ticket, alive, 8 * found);
}

static void terminate(const struct launch *l) {
  if (l == NULL || l->ended) return;
  if (kill(-l->leader, SIGTERM) != 0 && kill(l->leader, SIGTERM) != 0) perror("koi-guard: terminate");
}

static bool adopt(uint64_t id, const unsigned char *body) {
  struct launch *l = take_place(id);
  if (l == NULL) return false;
  l->leader = (pid_t) number(body);
  l->ended = l->told = l->adopted = true;
  return l->leader > 1;
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

/* A launch in a tree, or who is left of one. */
static bool serve_tree(char kind, uint64_t id, char *body, size_t length, struct order *order) {
  size_t head = 16;
  if (length < head || number(body) >= CELLS || (kind == 'X' && length != head)) return false;
  const char *trouble = open_board();
  uint32_t what = number(body + 4);
  if (kind == 'J' && (what >= ALL || !parse(body + head, length - head, order))) return false;
  if (trouble == NULL) {
    struct seat seat = {&board->cells[number(body)], what, long_number(body + 8)};
    errno = EINVAL;
    if (!is_name(seat.cell->group, sizeof seat.cell->group)) trouble = "find its group's cell";
    else if (board->mode == 0) trouble = "find out about cgroups before a guard has";
    else if (kind == 'J') return launch(id, order, &seat), true;
    else {
      seat.tree = seat.n == 0 ? ALL : PROMOTED;
      return put('X', id, &(uint32_t){htobe32(inhabited(&seat, what & 1))}, 4), true;
    }
  }
  if (kind == 'J') put_not_begun(id, trouble, errno);
  else put('X', id, &(uint32_t){htobe32(1)}, 4); /* cannot know */
  return true;
}

/* False: it makes no sense. */
static bool serve_launcher(char kind, uint64_t id, unsigned char *body, size_t length) {
  static struct order order;
  switch (kind) {
    case 'L': return parse((char *) body, length, &order) && (launch(id, &order, &(struct seat){0}), true);
    case 'J': case 'X': return serve_tree(kind, id, (char *) body, length, &order);
    case 'T': return length == 0 && (terminate(find(id)), true);
    case 'K': return length % 8 == 0 && (doom(body, length / 8), true);
    case 'S': return length % 8 == 0 && (survey(id, body, length / 8), true);
    case 'A': return length == 4 && adopt(id, body);
    default: return false;
  }
}

/* Requests wait while a kill is under way (an answer after it must tell of the time after it) and while the
   daemon does not read. After one that makes no sense the daemon counts as gone; our silence tells it so. */
static bool may_serve(void) { return kill_looks == 0 && room() >= ANSWER; }

static void serve(bool (*serve_one)(char, uint64_t, unsigned char *, size_t)) {
  size_t done = 0;
  while (may_serve() && in_length - done >= HEADER) {
    unsigned char *frame = in + done;
    uint32_t length = number(frame + 4);
    bool sensible = length <= BUFFER - HEADER;
    if (sensible && in_length - done < HEADER + length) break;
    done += HEADER + length;
    if (sensible && serve_one((char) frame[0], long_number(frame + 8), frame + HEADER, length)) continue;
    fprintf(stderr, "koi-guard: a request of kind %d with %u bytes makes no sense\n", frame[0], length);
    in_closed = deaf = true;
    close(STDOUT_FILENO);
    done = in_length;
  }
  waiting = !may_serve();
  in_length -= done;
  memmove(in, in + done, in_length);
}

static void hear(const struct pollfd *polled) {
  if (polled->revents == 0) return;
  ssize_t n = read(STDIN_FILENO, in + in_length, BUFFER - in_length);
  in_closed = n <= 0;
  in_length += n > 0 ? (size_t) n : 0;
}

static void drain(const struct pollfd *polled) {
  struct signalfd_siginfo info;
  if (polled->revents != 0) must((int) read(polled->fd, &info, sizeof info), "read signals");
}

/* The first three of what is polled. */
static void await_all(struct pollfd *polls, int signals) {
  polls[0] = (struct pollfd){in_closed || in_length == BUFFER ? -1 : STDIN_FILENO, POLLIN, 0};
  polls[1] = (struct pollfd){out_length == 0 ? -1 : STDOUT_FILENO, POLLOUT, 0};
  polls[2] = (struct pollfd){signals, POLLIN, 0};
}

static int begin(const char *folder) {
  if (realpath(folder, run_dir) == NULL) die("find the run folder");
  /* The terminal's Ctrl-C is for the daemon. EPERM: leads a group, so it is in one of its own. */
  if (setsid() < 0 && errno != EPERM) die("make a session");
  must(prctl(PR_SET_CHILD_SUBREAPER, 1), "become a subreaper");
  must((int) syscall(SYS_close_range, 3u, ~0u, 0u), "close descriptors");
  must(chdir("/"), "enter /");
  must(fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK), "use standard output");
  null_device = must(open("/dev/null", O_RDWR | O_CLOEXEC), "open /dev/null");
  proc.file = must(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "read /proc");
  /* Only SIGKILL ends it early: whoever means to stop the services asks the daemon. */
  sigset_t all, child;
  sigfillset(&all);
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  if (signal(SIGCHLD, SIG_DFL) == SIG_ERR) die("reset SIGCHLD"); /* ignored, it would hide how scripts end */
  must(sigprocmask(SIG_SETMASK, &all, NULL), "block signals");
  return must(signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK), "receive signals");
}

static int live(const char *folder) {
  static struct pollfd polls[3 + LAUNCHES];
  int signals = begin(folder);
  failures = memory(LAUNCHES * sizeof *failures);
  tails = memory(LAUNCHES * sizeof *tails);
  if (failures == NULL || tails == NULL) die("share memory");
  for (;;) {
    reap(end_launch);
    go_on_killing();
    serve(serve_launcher);
    bool children = reap(end_launch);
    tell();
    flush();
    /* Without a daemon the services go on; somebody has to drain their pipes and reap them. */
    if (in_closed && !children && kill_looks == 0 && out_length == 0) return tidy_all(), 0;
    await_all(polls, signals);
    for (int i = 0; i < used; i++) polls[3 + i] = (struct pollfd){launches[i].output, POLLIN, 0};
    int millis = kill_looks != 0 ? 2 : waiting && may_serve() ? 0 : -1;
    must(poll(polls, 3 + (nfds_t) used, millis), "poll");
    drain(&polls[2]);
    hear(&polls[0]);
    for (int i = 0; i < used; i++) {
      if (polls[3 + i].revents != 0) pump(&launches[i], 1);
    }
  }
}

/* ---- The guard: what it has armed ---- */

enum kind { LEFTOVER, DEMOTE, STOP, STATUS, KINDS, GOOD, BAD };
static const char letters[] = "LDST"; /* of the kinds, in arm.N */
/* A service, or a leftover: its commands (NULL: none), and how far it is in the present stage. */
struct job {
  unsigned char *command[KINDS];
  uint32_t size[KINDS], rank;
  pid_t pid;
  enum kind kind, verdict; /* what runs or ran last; GOOD, BAD, or 0: not done */
  bool stopped;            /* its stop ran instead of its demote */
  uint64_t until;
};
enum stage { NONE, DEMOTE_ALL, KILL_PROMOTED, CLEAR, KILL_ALL, CUT_CLEAR, CUT_DEMOTE, CUT_STOP, REST };
static struct watch {
  uint64_t epoch; /* 0: not armed. The rest is as handed over, fixed for it */
  uint64_t soft, hard, cut, w, class, retry;
  struct moment t0;
  unsigned char *data;
  size_t size;
  struct job *jobs;
  uint32_t count;
  enum stage stage;
  uint64_t elapsed, begun, end; /* since t0: now, and of this cut */
  bool failed, emptied, forced;
  char sending;
  uint64_t since, again; /* CLOCK_BOOTTIME */
} watches[CELLS];
#define EACH_JOB(j, w) for (struct job *j = (w)->jobs; j < (w)->jobs + (w)->count; j++)

static struct moment at;        /* the loop's clock */
static uint64_t wake;           /* sleep no longer */
static uint64_t gone_since;     /* CLOCK_BOOTTIME; 0: the daemon is there */
static bool peer_lost, last_resort;
static const char *device_path;
static int device = -1, datagrams[2]; /* IPv4, IPv6 */

static struct cell *cell_of(const struct watch *w) { return &board->cells[w - watches]; }
static struct seat seat_of(const struct watch *w, enum tree t) { return (struct seat){cell_of(w), t, w->epoch}; }
static bool left_in(const struct watch *w, enum tree t) { return inhabited(&(struct seat){cell_of(w), t, w->epoch}, true); }
static void want(uint64_t nanos) { if (nanos < wake) wake = nanos; }

static void say(char kind, const struct watch *w, const void *body, size_t length) {
  if (room() >= ANSWER + HEADER + length) put(kind, (uint64_t) (w - watches), body, length);
}

static void say_epoch(char kind, const struct watch *w, uint64_t epoch, const char *text) {
  static struct { uint64_t epoch; char text[256]; } body;
  body.epoch = htobe64(epoch);
  memcpy(body.text, text, strlen(text));
  say(kind, w, &body, 8 + strlen(text));
}

static bool move(const struct watch *w, uint64_t from, uint64_t to) {
  if (!atomic_compare_exchange_strong(&cell_of(w)->phase, &from, to)) return false;
  say('P', w, &(uint64_t[]){htobe64(w->epoch), htobe64(to)}, 16);
  return true;
}

/* The record at *p, a frame; moves behind it. NULL: the end. */
static unsigned char *record(const struct watch *w, size_t *p, uint32_t *length) {
  if (*p + HEADER > w->size) return NULL;
  unsigned char *r = w->data + *p;
  *length = number(r + 4);
  if (*length > w->size - *p - HEADER) return NULL;
  *p += HEADER + *length;
  return r;
}

/* Counts the jobs; with w->jobs, files their commands too. */
static bool read_records(struct watch *w) {
  static struct order order;
  size_t p = 0;
  uint32_t length;
  for (unsigned char *r; (r = record(w, &p, &length)) != NULL;) {
    if (memchr("RUG", r[0], 3) != NULL && length > TARGET && (r[HEADER] == 4 || r[HEADER] == 6)) continue;
    const char *kind = r[0] == 0 ? NULL : strchr(letters, r[0]);
    uint64_t id = long_number(r + 8);
    if (kind == NULL || id >= SERVICES || length < COMMAND) return false;
    if (!parse((char *) r + HEADER + COMMAND, length - COMMAND, &order)) return false;
    if (id >= w->count && w->jobs == NULL) w->count = (uint32_t) id + 1;
    if (w->jobs == NULL) continue;
    struct job *j = &w->jobs[id];
    j->command[kind - letters] = r + HEADER;
    j->size[kind - letters] = length;
    j->rank = number(r + HEADER);
  }
  return p == w->size;
}

static void kill_job(const struct job *j) {
  if (j->pid != 0 && kill(-j->pid, SIGKILL) != 0) kill(j->pid, SIGKILL); /* may not have its session yet */
}

static void stop_jobs(struct watch *w) { EACH_JOB(j, w) kill_job(j), j->pid = 0; }

static void forget(struct watch *w) {
  stop_jobs(w);
  if (w->jobs != NULL) munmap(w->jobs, w->count * sizeof *w->jobs);
  if (w->data != NULL) munmap(w->data, w->size);
  *w = (struct watch){0};
}

static const char *read_arm(struct watch *w) {
  char path[PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/arm.%d", run_dir, (int) (w - watches));
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat s = {0};
  bool fits = file >= 0 && fstat(file, &s) == 0 && s.st_size <= ARM_BYTES;
  w->size = fits ? (size_t) s.st_size : 0;
  w->data = w->size == 0 ? NULL : memory(w->size);
  bool whole = w->data != NULL && read(file, w->data, w->size) == (ssize_t) w->size;
  if (file >= 0) close(file);
  if (!whole && s.st_size != 0) return "what is handed over cannot be read";
  if (file < 0) return "nothing is handed over";
  bool sound = read_records(w);
  size_t jobs = w->count * sizeof *w->jobs;
  w->jobs = sound && jobs > 0 ? memory(jobs) : NULL;
  if (w->jobs == NULL) w->count = 0;
  if (!sound) return "what is handed over makes no sense";
  return jobs > 0 && (w->jobs == NULL || !read_records(w)) ? "there is no memory" : NULL;
}

/* `again`: it was armed by the guard before us, and may have ended meanwhile. */
static const char *arm(struct watch *w, uint64_t epoch, bool again) {
  struct cell *c = cell_of(w);
  struct moment t0 = w->epoch == epoch ? w->t0 : (struct moment){0, 0};
  if (w->stage != NONE) return "it is being demoted";
  forget(w);
  c->armed[me] = 0;
  if (epoch == 0 || c->epoch != epoch) return "the cell says another epoch";
  if (!again && epoch <= c->latch) return "this epoch or a later one has ended here";
  if (w != watches && !is_name(c->group, sizeof c->group)) return "the group's name is none";
  struct watch fresh = {.soft = c->soft, .hard = c->hard, .cut = c->cut, .w = c->w, .class = c->class,
      .retry = c->retry, .t0 = t0};
  if (fresh.soft > fresh.hard || fresh.hard > fresh.cut) return "its deadlines are out of order";
  *w = fresh;
  const char *trouble = read_arm(w);
  if (trouble != NULL) return forget(w), trouble;
  if (w != watches) make_tree(&(struct seat){c, EMERGENCY, 0});
  w->epoch = epoch;
  c->armed[me] = epoch;
  return NULL;
}

static void arm_and_say(struct watch *w, uint64_t epoch, bool again) {
  const char *trouble = arm(w, epoch, again);
  say_epoch(trouble == NULL ? 'A' : 'N', w, epoch, trouble == NULL ? "" : trouble);
}

static void disarm(struct watch *w) {
  forget(w);
  cell_of(w)->armed[me] = 0;
  if (w != watches && board->mode == 1) tidy(cell_of(w));
}

static bool serve_guard(char kind, uint64_t id, unsigned char *body, size_t length) {
  if (id >= CELLS || length != 8) return false;
  struct watch *w = &watches[id];
  uint64_t epoch = long_number(body);
  bool mine = w->epoch == epoch && epoch != 0;
  switch (kind) {
    case 'A': return arm_and_say(w, epoch, false), true;
    case 'D': return disarm(w), say_epoch('D', w, epoch, ""), true;
    case 'C': return w->forced |= mine, true;
    case 'R': return w->stage = mine && w->stage == REST ? NONE : w->stage, true;
    default: return false;
  }
}

/* ---- An emergency, step by step ---- */

/* What a job does next in this stage, after its `kind` ended with `code` (-1: did not end by itself). */
static enum kind next(struct job *j, enum stage stage, bool first, int code) {
  #define OR(kind, other) (j->command[kind] != NULL ? kind : (other))
  switch (stage) {
    case CLEAR: case CUT_CLEAR: return first ? OR(LEFTOVER, GOOD) : code == 0 ? GOOD : BAD;
    case CUT_DEMOTE: return first ? OR(DEMOTE, GOOD) : GOOD;
    case CUT_STOP:
      if (first) return OR(STOP, GOOD);
      if (j->kind == STOP) return code == 0 ? GOOD : OR(STATUS, BAD);
      return code == 91 || code == 92 ? GOOD : BAD;
    case DEMOTE_ALL: /* SAFETY R5 */
      if (first) return j->stopped = false, OR(DEMOTE, OR(STOP, GOOD));
      if (j->kind == STOP) return j->stopped = true, code == 0 ? OR(STATUS, GOOD) : BAD;
      if (j->kind == STATUS && j->stopped) return code >= 0 && code != 90 ? GOOD : BAD;
      if (j->kind == STATUS && (code == 0 || (code >= 91 && code <= 93))) return GOOD;
      return j->kind == DEMOTE && code == 0 ? OR(STATUS, GOOD) : OR(STOP, BAD);
    case NONE: case KILL_PROMOTED: case KILL_ALL: case REST: break;
  }
  return GOOD;
}

static _Noreturn void become_command(const struct watch *w, unsigned char *body, size_t size) {
  static struct order order;
  struct seat seat = seat_of(w, w->stage < KILL_ALL ? BASE : EMERGENCY);
  uint32_t user = number(body + 8), group = number(body + 12);
  struct stat s;
  step(parse((char *) body + COMMAND, size - COMMAND, &order) ? 0 : -1, "", NULL);
  step(stat(order.arguments[0], &s), "", NULL);
  bool other = (long_number(body + 24) != 0 && s.st_ino != long_number(body + 24))
      || (long_number(body + 16) != 0 && s.st_dev != long_number(body + 16));
  step(other ? -1 : 0, "", NULL);
  write_text("/proc/self/oom_score_adj", "0");
  sit(&seat, NULL);
  if (group != UINT32_MAX) step(setgroups(0, NULL) | setgid(group), "", NULL);
  if (user != UINT32_MAX) step(setuid(user), "", NULL);
  become(&order, null_device, &(struct seat){0}, NULL);
}

static void follow(struct watch *w, struct job *j, enum kind kind) {
  if (kind >= GOOD) {
    j->verdict = kind;
    return;
  }
  j->kind = kind;
  j->until = w->elapsed + number(j->command[kind] + 4) * MILLI;
  make_tree(&(struct seat){cell_of(w), w->stage < KILL_ALL ? BASE : EMERGENCY, 0});
  pid_t pid = fork(); /* not at once into the job, whose memory the child shares */
  if (pid == 0) become_command(w, j->command[kind], j->size[kind]);
  j->pid = pid > 0 ? pid : 0;
  if (pid < 0) follow(w, j, next(j, w->stage, false, -1));
}

static void end_job(pid_t pid, int status) {
  static const char *const names[] = {"removal of leftover", "demote", "stop", "status"};
  for (struct watch *w = watches; w < watches + CELLS; w++) {
    EACH_JOB(j, w) {
      if (j->pid != pid) continue;
      int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
      char text[96];
      int length = snprintf(text, sizeof text, "%s %d: %s %d", names[j->kind], (int) (j - w->jobs),
          code < 0 ? "killed by signal" : "exit code", code < 0 ? WTERMSIG(status) : code);
      say('M', w, text, (size_t) length);
      j->pid = 0;
      follow(w, j, next(j, w->stage, false, code));
      return;
    }
  }
}

/* Rank after rank. GOOD or BAD: all of the stage is done, or one failed and `hasty`. 0: not yet. */
static enum kind run(struct watch *w, uint64_t end, bool hasty) {
  uint32_t rank = UINT32_MAX;
  bool bad = false, done = true;
  EACH_JOB(j, w) {
    bad |= j->verdict == BAD;
    done &= j->verdict != 0;
    if (j->verdict == 0 && j->rank < rank) rank = j->rank;
  }
  if (done || (bad && hasty)) return bad ? BAD : GOOD;
  EACH_JOB(j, w) {
    if (j->verdict != 0 || j->rank != rank) continue;
    bool over = w->elapsed >= end;
    if (over || w->elapsed >= j->until) kill_job(j);
    if (over) j->pid = 0, j->verdict = BAD; /* not awaited: it may hang in the kernel */
    else if (j->pid == 0) follow(w, j, next(j, w->stage, true, 0));
  }
  return 0;
}

static void enter(struct watch *w, enum stage stage) {
  stop_jobs(w);
  w->stage = stage;
  EACH_JOB(j, w) j->verdict = next(j, stage, true, 0) == GOOD ? GOOD : 0;
}

static void begin_cut(struct watch *w) {
  w->begun = w->elapsed;
  w->end = w->elapsed + (w->cut - w->hard);
  if (w->end < w->cut) w->end = w->cut;
  w->failed = w->emptied = false;
  enter(w, KILL_ALL);
}

static void latch(const struct watch *w) {
  uint64_t old = cell_of(w)->latch;
  while (old < w->epoch && !atomic_compare_exchange_weak(&cell_of(w)->latch, &old, w->epoch)) ;
}

static void conclude(struct watch *w, bool good) {
  bool empty = !left_in(w, ALL) & !left_in(w, EMERGENCY);
  uint64_t phase = cell_of(w)->phase;
  if (good && !w->failed && empty && phase >= CUTTING) move(w, phase, CONFIRMED);
  else if (empty || w->elapsed >= w->end) enter(w, REST);
}

static void advance(struct watch *w) {
  uint64_t phase = cell_of(w)->phase, half = w->begun + (w->end - w->begun) / 2;
  enum kind r = 0;
  if (phase == ORDERLY && w->stage == NONE) enter(w, DEMOTE_ALL);
  if (phase >= CUTTING && w->stage < KILL_ALL) begin_cut(w);
  switch (w->stage) {
    case DEMOTE_ALL:
      r = run(w, w->hard, true);
      if (r == GOOD) enter(w, KILL_PROMOTED);
      break;
    case KILL_PROMOTED:
      if (!left_in(w, PROMOTED)) enter(w, CLEAR);
      break;
    case CLEAR:
      r = run(w, w->hard, true);
      latch(w);
      if (r == GOOD) move(w, ORDERLY, CONFIRMED);
      break;
    case KILL_ALL:
      if (w->emptied || w->elapsed >= w->begun + (half - w->begun) / 2) enter(w, CUT_CLEAR);
      break;
    case CUT_CLEAR:
      r = run(w, half, false);
      if (r != 0 && w->class == 0) conclude(w, r == GOOD);
      else if (r != 0) w->failed = r == BAD, enter(w, CUT_DEMOTE);
      break;
    case CUT_DEMOTE:
      if (run(w, half, false) != 0) left_in(w, EMERGENCY), enter(w, CUT_STOP);
      break;
    case CUT_STOP:
      r = run(w, w->end, false);
      if (r != 0) conclude(w, r == GOOD);
      break;
    case REST:
      if (w->elapsed >= w->begun + w->retry) begin_cut(w);
      break;
    case NONE: break;
  }
  if (r == BAD && w->stage < KILL_ALL) move(w, ORDERLY, CUTTING);
}

/* ---- Tickets, the device, and the last resort ---- */

static void send_all(const struct watch *w, char kind) {
  size_t p = 0;
  uint32_t length;
  for (unsigned char *r; (r = record(w, &p, &length)) != NULL;) {
    unsigned char *to = r + HEADER;
    if ((char) r[0] != kind) continue;
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_scope_id = number(to + 4)};
    struct sockaddr_in four = {.sin_family = AF_INET};
    memcpy(&six.sin6_addr, to + 8, 16);
    memcpy(&four.sin_addr, to + 8, 4);
    memcpy(&six.sin6_port, to + 2, 2);
    four.sin_port = six.sin6_port;
    bool v4 = to[0] == 4; /* lost ones are sent again, refused ones too */
    sendto(datagrams[!v4], to + TARGET, length - TARGET, MSG_DONTWAIT | MSG_NOSIGNAL,
        v4 ? (struct sockaddr *) &four : (struct sockaddr *) &six, v4 ? sizeof four : sizeof six);
  }
}

static void announce(struct watch *w, char kind) {
  if (w->sending != kind) w->sending = kind, w->since = w->again = at.boot;
  if (at.boot >= w->again) {
    send_all(w, kind);
    w->again = at.boot + (at.boot - w->since < w->w ? 20 * MILLI : SECOND);
  }
  want(w->again - at.boot);
}

static void feed(void) {
  static uint64_t again;
  if (device_path == NULL || board->feed == 0) return;
  if (device < 0 && (me == 0 || peer_lost)) {
    int seconds = (int) board->timeout;
    device = open(device_path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (device >= 0 && seconds > 0 && ioctl(device, WDIOC_SETTIMEOUT, &seconds) != 0)
      say('M', watches, "the watchdog device keeps its own time-out", 42);
  }
  if (device < 0) return;
  bool safe = true;
  for (struct watch *w = watches + 1; w < watches + CELLS; w++) {
    safe &= w->epoch == 0 || w->elapsed < w->hard || cell_of(w)->phase == CONFIRMED;
  }
  if (at.boot >= again) {
    again = at.boot + board->feed;
    if (safe && write(device, "", 1) < 0 && errno != EAGAIN) close(device), device = -1;
  }
  want(again - at.boot);
}

#ifdef KOI_TEST
static void reboot_now(void) {
  char path[PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/rebooted", run_dir);
  close(open(path, O_WRONLY | O_CREAT, 0600));
}
#else
static void reboot_now(void) { reboot(RB_AUTOBOOT); }
#endif

/* ---- The guard's life ---- */

/* Who is first in the cell runs the scripts; the other steals it from one that is dead or late. */
static bool owns(struct watch *w) {
  struct cell *c = cell_of(w);
  uint64_t owner = c->owner, mine = (uint64_t) me + 1;
  if (owner == mine) return true;
  if (owner == 0 || peer_lost) {
    if (!atomic_compare_exchange_strong(&c->owner, &owner, mine)) return false;
    if (owner != 0 && w != watches) left_in(w, EMERGENCY);
    w->stage = NONE;
    return true;
  }
  if (w->stage != NONE) enter(w, NONE); /* it was stolen from us */
  return false;
}

static void watch(struct watch *w) {
  struct cell *c = cell_of(w);
  uint64_t phase = c->phase, boot = c->t0_boot, raw = c->t0_raw;
  if (w->epoch == 0) return;
  if (phase <= ARMED && boot > w->t0.boot && boot <= at.boot) w->t0.boot = boot;
  if (phase <= ARMED && raw > w->t0.raw && raw <= at.raw) w->t0.raw = raw;
  w->elapsed = since(w->t0, at);
  if (w == watches) { /* the node's own */
    if (gone_since != 0 && board->handover == 0 && owns(w)) announce(w, 'G');
    return;
  }
  bool gone = gone_since != 0 && (board->handover == 0 || w->elapsed >= w->soft);
  bool due = w->forced || w->elapsed >= w->hard || (gone && w->class == 0);
  if (due && phase < CUTTING) move(w, phase, CUTTING);
  else if (gone && phase < ORDERLY) move(w, phase, ORDERLY);
  phase = c->phase;
  if (phase < ORDERLY) return want((gone_since != 0 && w->elapsed < w->soft ? w->soft : w->hard) - w->elapsed);
  if (phase == CONFIRMED) {
    if (owns(w)) w->stage = REST, announce(w, 'R');
    return;
  }
  want(2 * MILLI);
  if (phase >= CUTTING) {
    latch(w);
    if (!w->emptied) w->emptied = !left_in(w, ALL);
  }
  if (!owns(w)) return;
  if (phase == CUTTING && w->elapsed >= w->cut && move(w, CUTTING, UNCONFIRMED) && last_resort) reboot_now();
  if (c->phase == UNCONFIRMED) announce(w, 'U');
  advance(w);
  if (c->phase == CONFIRMED) announce(w, 'R'); /* at once */
}

static char missing[2048];

static void miss(const char *what, const char *why) {
  size_t length = strlen(missing);
  snprintf(missing + length, sizeof missing - length, "%.200s: %.200s\n", what, why);
}

/* The folder for the trees, or why there is none. */
static const char *find_trees(void) {
  static char line[4096], root[1024], mount[1024], own[1024];
  const char *setting = getenv("KOI_CGROUP");
  if (setting != NULL && strcmp(setting, "off") == 0) return "KOI_CGROUP is off";
  FILE *f = fopen("/proc/self/mountinfo", "re");
  while (f != NULL && fgets(line, sizeof line, f) != NULL) {
    if (strstr(line, " - cgroup2 ") != NULL && mount[0] == 0) sscanf(line, "%*s %*s %*s %1023s %1023s", root, mount);
  }
  if (f != NULL) fclose(f);
  if (mount[0] == 0) return "not mounted";
  f = fopen("/proc/self/cgroup", "re");
  while (f != NULL && fgets(line, sizeof line, f) != NULL) sscanf(line, "0::%1023[^\n]", own);
  if (f != NULL) fclose(f);
  size_t skip = strcmp(root, "/") == 0 ? 0 : strlen(root);
  if (own[0] == 0 || strncmp(own, root, skip) != 0) return "our own cgroup is not below its mount";
  const char *below = strcmp(own + skip, "/") == 0 ? "" : own + skip;
  int n = snprintf(board->trees, sizeof board->trees, "%s%s/koi-%s", mount, below, board->node);
  if (n >= (int) sizeof board->trees - 100) return "its path is too long";
  if (mkdir(board->trees, 0755) != 0 && errno != EEXIST) return strerror(errno);
  snprintf(line, sizeof line, "%s/cgroup.kill", board->trees);
  if (access(line, W_OK) == 0) return NULL;
  rmdir(board->trees);
  return "it has no cgroup.kill, which takes Linux 5.14";
}

static const char *guards_cgroup(const char *file) {
  static char path[1200];
  snprintf(path, sizeof path, "%s-guard/%s", board->trees, file);
  return path;
}

static void begin_guard(void) {
  must((int) board->daemon == getppid() ? 0 : (errno = ESRCH, -1), "guard another's daemon");
  struct cell *c = board->cells;
  const char *priority = getenv("KOI_PRIORITY"), *why = board->mode == 0 ? find_trees() : NULL;
  if (board->mode == 0) board->mode = why == NULL ? 1 : 2;
  if (why != NULL) miss("cgroup v2", why);
  mkdir(board->trees, 0755);
  mkdir(guards_cgroup(""), 0755);
  if (board->mode == 1 && !write_text(guards_cgroup("cgroup.procs"), "0")) miss("own cgroup", strerror(errno));
  if (priority != NULL && strcmp(priority, "normal") == 0) miss("real-time priority", "KOI_PRIORITY is normal");
  else if (go_ahead(10) != 0) miss("real-time priority", strerror(errno));
  if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) miss("locked memory", strerror(errno));
  if (!write_text("/proc/self/oom_score_adj", "-1000")) miss("oom score -1000", strerror(errno));
  for (int i = 0; i < 2; i++) datagrams[i] = socket(i == 0 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  board->guards[me].pid = (uint64_t) getpid();
  say('H', watches, missing, strlen(missing));
  at = now();
  board->guards[me].beat = at.boot;
  for (int i = 0; i < CELLS; i++, c++) {
    uint64_t mine = (uint64_t) me + 1, epoch = c->epoch;
    atomic_compare_exchange_strong(&c->owner, &mine, 0);
    if (epoch != 0 && (c->armed[0] == epoch || c->armed[1] == epoch)) arm_and_say(&watches[i], epoch, true);
  }
}

static bool is_over(void) {
  bool busy = false, hour = gone_since != 0 && at.boot - gone_since > 3600 * SECOND;
  if (board->guards[me].pid != (uint64_t) getpid()) return true; /* another took our place */
  for (struct watch *w = watches; w < watches + CELLS; w++) {
    if (board->end != 0 && w->epoch != 0) disarm(w);
    busy |= w->epoch != 0 && w != watches && cell_of(w)->phase != CONFIRMED;
  }
  if (board->end < 2 && (device >= 0 || (board->end == 0 && (busy || !hour)))) return false;
  board->guards[me].pid = 0;
  tidy_all();
  /* Out of our own cgroup, so that it can be removed. */
  static char above[1100];
  snprintf(above, sizeof above, "%.*s/cgroup.procs", (int) (strrchr(board->trees, '/') - board->trees), board->trees);
  write_text(above, "0");
  rmdir(guards_cgroup(""));
  return true;
}

static void look_at_peer(struct pollfd *polled) {
  static pid_t pid;
  static int handle = -1;
  static bool dead = true;
  pid_t said = (pid_t) board->guards[!me].pid;
  uint64_t beat = board->guards[!me].beat;
  if (polled->revents != 0) dead = true;
  if (said != pid) {
    if (handle >= 0) close(handle);
    handle = said == 0 ? -1 : handle_of(pid = said);
    dead = handle < 0;
  }
  peer_lost = dead || (at.boot > beat && at.boot - beat > board->k / 2);
  *polled = (struct pollfd){dead ? -1 : handle, POLLIN, 0};
}

static int keep_guard(const char *folder) {
  struct pollfd polls[5] = {{0}};
  uint64_t planned = UINT64_MAX, worst[2] = {0}, turned = 0;
  int signals = begin(folder);
  const char *trouble = open_board();
  if (trouble != NULL) die(trouble);
  begin_guard();
  int daemon = handle_of((pid_t) board->daemon);
  for (;;) {
    at = now();
    uint64_t late = at.boot > planned ? at.boot - planned : 0;
    if (at.boot - turned > 60 * SECOND) turned = at.boot, worst[1] = worst[0], worst[0] = 0;
    if (late > worst[0]) worst[0] = late;
    board->guards[me].late = worst[0] > worst[1] ? worst[0] : worst[1];
    board->guards[me].beat = at.boot;
    wake = board->k < 8 * MILLI ? MILLI : board->k / 8;
    if (gone_since == 0 && getppid() != (pid_t) board->daemon) gone_since = at.boot;
    look_at_peer(&polls[4]);
    serve(serve_guard);
    reap(end_job);
    if (is_over()) return 0;
    for (struct watch *w = watches; w < watches + CELLS; w++) watch(w);
    feed();
    flush();
    await_all(polls, signals);
    polls[3] = (struct pollfd){gone_since != 0 ? -1 : daemon, POLLIN, 0};
    planned = at.boot + wake;
    must(ppoll(polls, 5, &(struct timespec){(time_t) (wake / SECOND), (long) (wake % SECOND)}, NULL), "poll");
    drain(&polls[2]);
    hear(&polls[0]);
  }
}

/* Becomes the daemon. Not allowed to go ahead, or not asked to: it runs as it is, and says so in its log. */
static int become_daemon(char **command) {
  const char *priority = getenv("KOI_PRIORITY");
  if (priority == NULL || strcmp(priority, "realtime") == 0) go_ahead(1);
  else if (strcmp(priority, "normal") != 0) {
    fprintf(stderr, "koinode: KOI_PRIORITY is '%s': expected 'realtime' or 'normal'\n", priority);
    return 2;
  }
  execv(command[0], command);
  fprintf(stderr, "koinode: cannot execute %s: %s\n", command[0], strerror(errno));
  return 1;
}

int main(int count, char **arguments) {
  const char *use = count > 2 ? arguments[1] : "";
  if (strcmp(use, "daemon") == 0) return become_daemon(arguments + 2);
  if (count == 3 && strcmp(use, "launcher") == 0) return live(arguments[2]);
  bool sound = count > 3 && strcmp(use, "guard") == 0 && strlen(arguments[3]) == 1 && strchr("01", arguments[3][0]);
  for (int i = 4; sound && i < count; i++) {
    if (strcmp(arguments[i], "reboot") == 0) last_resort = true;
    else if (strcmp(arguments[i], "device") == 0 && i + 1 < count) device_path = arguments[++i];
    else sound = false;
  }
  if (sound) return me = arguments[3][0] - '0', keep_guard(arguments[2]);
  fprintf(stderr, "usage: koi-guard launcher RUN_DIR (begun by koinode, which talks to it)\n"
                  "       koi-guard guard RUN_DIR 0|1 [device PATH] [reboot] (the same)\n"
                  "       koi-guard daemon COMMAND... (begun by bin/koinode, which it becomes)\n");
  return 2;
}
