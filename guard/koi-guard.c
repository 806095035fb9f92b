/*
 * koi-guard: the native process beside a daemon. Today it is the launcher: it begins the services' scripts,
 * each in a session of its own, carries their output, and tells how they end. The protocol: README.md.
 * It also begins the daemon itself, ahead of all that could make it late.
 *
 * Reading order: main, live (the loop), serve (requests), launch and become (a script begins), pump, reap and
 * tell (it ends), look (who is left of a session). All memory is static: only tables can be full, and say so.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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
};

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
static char tails[LAUNCHES][TAIL]; /* a page costs memory only once it was used */
static int used;                   /* places from here on were never taken */
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
static DIR *proc;
static int null_device;

static _Noreturn void die(const char *what) {
  fprintf(stderr, "koi-guard: cannot %s: %s\n", what, strerror(errno));
  exit(1);
}

static int must(int result, const char *what) {
  if (result < 0) die(what);
  return result;
}

static uint32_t number(const void *big_endian) {
  uint32_t n;
  memcpy(&n, big_endian, 4);
  return be32toh(n);
}

static uint64_t long_number(const void *big_endian) {
  return (uint64_t) number(big_endian) << 32 | number((const char *) big_endian + 4);
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

struct process { pid_t parent, session; bool lives; };

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
  const char *rest = strrchr(line, ')'); /* the program's name may hold blanks and parentheses */
  const char *format = ") %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld";
  if (rest == NULL || sscanf(rest, format, &state, &p->parent, &p->session, &threads) != 4) return -1;
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

static void kill_member(pid_t pid, pid_t session) {
  int handle = (int) syscall(SYS_pidfd_open, pid, 0); /* since looking, the pid may have changed hands */
  if (handle < 0) return;                             /* gone; or seen again by the next look */
  struct process p;
  if (read_process(pid, &p) == 1 && p.session == session
      && syscall(SYS_pidfd_send_signal, handle, SIGKILL, NULL, 0) != 0 && errno != ESRCH) perror("koi-guard");
  close(handle);
}

/* Twice, since /proc is no snapshot: who forks behind the reader and ends ahead of it escapes one pass. (What
   forks for ever, faster than it is read, escapes all; that takes cgroups.) Cannot know: inhabited. */
static void look(void) {
  bool whole = true;
  EACH(l) l->inhabited = false;
  for (int pass = 0; pass < 2; pass++) {
    rewinddir(proc);
    struct dirent *entry;
    while (errno = 0, (entry = readdir(proc)) != NULL) {
      struct process p;
      pid_t pid = (pid_t) strtol(entry->d_name, NULL, 10);
      int found = pid <= 0 ? 0 : read_process(pid, &p);
      whole &= found >= 0;
      if (found <= 0 || !p.lives || p.session == 0) continue;
      EACH(l) {
        if (l->leader != p.session || l->empty || !descends(l, p)) continue;
        l->inhabited = true;
        if (l->doomed) kill_member(pid, p.session);
      }
    }
    whole &= errno == 0;
  }
  EACH(l) l->empty |= whole && l->ended && !l->inhabited;
  ended_since_look = 0;
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

/* False: no child is left. */
static bool reap(void) {
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid == 0 || (pid < 0 && errno == ECHILD)) return pid == 0;
    if (pid < 0) die("wait for children");
    EACH(l) {
      if (l->leader != pid || l->ended) continue;
      pump(l, 1024 * 1024 / CHUNK); /* what it said before it ended; few pipes hold more */
      l->status = status;
      l->ended = true;
      ended_since_look++;
    }
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
static void go_ahead(void) {
  if (sched_getscheduler(0) == SCHED_OTHER) sched_setscheduler(0, SCHED_RR, &(struct sched_param){1});
}

/* We are ahead; the services are not, since they may compute for hours. */
static int fall_back(void) {
  int policy = sched_getscheduler(0);
  bool ahead = policy == SCHED_RR || policy == SCHED_FIFO;
  return ahead ? sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0}) : policy;
}

static void step(int result, const char *what, struct failure *failure) {
  if (result >= 0) return;
  *failure = (struct failure){what, errno};
  _exit(127);
}

static _Noreturn void become(const struct order *order, int output, struct failure *failure) {
  step(setsid(), "make its own session", failure);
  step(fall_back(), "take normal priority", failure);
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

static void launch(uint64_t id, const struct order *order) {
  int ends[2];
  struct launch *l = take_place(id);
  if (l == NULL) return put_not_begun(id, "keep track of more scripts with living children", EUSERS);
  if (pipe2(ends, O_CLOEXEC) != 0) return put_not_begun(id, "make a pipe", errno);
  pid_t pid = fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 ? fork() : -1;
  if (pid == 0) become(order, ends[1], &failures[l - launches]);
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
  reap();
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

/* False: it makes no sense. */
static bool serve_one(char kind, uint64_t id, unsigned char *body, size_t length) {
  static struct order order;
  switch (kind) {
    case 'L': return parse((char *) body, length, &order) && (launch(id, &order), true);
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

static void serve(void) {
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

static int begin(void) {
  /* The terminal's Ctrl-C is for the daemon. EPERM: leads a group, so it is in one of its own. */
  if (setsid() < 0 && errno != EPERM) die("make a session");
  must(prctl(PR_SET_CHILD_SUBREAPER, 1), "become a subreaper");
  must((int) syscall(SYS_close_range, 3u, ~0u, 0u), "close descriptors");
  must(chdir("/"), "enter /");
  must(fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK), "use standard output");
  null_device = must(open("/dev/null", O_RDWR | O_CLOEXEC), "open /dev/null");
  if ((proc = opendir("/proc")) == NULL) die("read /proc");
  size_t size = LAUNCHES * sizeof *failures;
  failures = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (failures == MAP_FAILED) die("share memory");
  /* Only SIGKILL ends it early: whoever means to stop the services asks the daemon. */
  sigset_t all, child;
  sigfillset(&all);
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  if (signal(SIGCHLD, SIG_DFL) == SIG_ERR) die("reset SIGCHLD"); /* ignored, it would hide how scripts end */
  must(sigprocmask(SIG_SETMASK, &all, NULL), "block signals");
  return must(signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK), "receive signals");
}

static void live(void) {
  static struct pollfd polls[3 + LAUNCHES];
  int signals = begin();
  for (;;) {
    reap();
    go_on_killing();
    serve();
    bool children = reap();
    tell();
    flush();
    /* Without a daemon the services go on; somebody has to drain their pipes and reap them. */
    if (in_closed && !children && kill_looks == 0 && out_length == 0) return;
    polls[0] = (struct pollfd){in_closed || in_length == BUFFER ? -1 : STDIN_FILENO, POLLIN, 0};
    polls[1] = (struct pollfd){out_length == 0 ? -1 : STDOUT_FILENO, POLLOUT, 0};
    polls[2] = (struct pollfd){signals, POLLIN, 0};
    for (int i = 0; i < used; i++) polls[3 + i] = (struct pollfd){launches[i].output, POLLIN, 0};
    int millis = kill_looks != 0 ? 2 : waiting && may_serve() ? 0 : -1;
    must(poll(polls, 3 + (nfds_t) used, millis), "poll");
    struct signalfd_siginfo info;
    if (polls[2].revents != 0) must((int) read(signals, &info, sizeof info), "read signals");
    if (polls[0].revents != 0) {
      ssize_t n = read(STDIN_FILENO, in + in_length, BUFFER - in_length);
      in_closed = n <= 0;
      in_length += n > 0 ? (size_t) n : 0;
    }
    for (int i = 0; i < used; i++) {
      if (polls[3 + i].revents != 0) pump(&launches[i], 1);
    }
  }
}

/* Becomes the daemon. Not allowed to go ahead, or not asked to: it runs as it is, and says so in its log. */
static int become_daemon(char **command) {
  const char *priority = getenv("KOI_PRIORITY");
  if (priority == NULL || strcmp(priority, "realtime") == 0) go_ahead();
  else if (strcmp(priority, "normal") != 0) {
    fprintf(stderr, "koinode: KOI_PRIORITY is '%s': expected 'realtime' or 'normal'\n", priority);
    return 2;
  }
  execv(command[0], command);
  fprintf(stderr, "koinode: cannot execute %s: %s\n", command[0], strerror(errno));
  return 1;
}

int main(int count, char **arguments) {
  if (count > 2 && strcmp(arguments[1], "daemon") == 0) return become_daemon(arguments + 2);
  if (count == 3 && strcmp(arguments[1], "launcher") == 0) return live(), 0;
  fprintf(stderr, "usage: koi-guard launcher RUN_DIR (begun by koinode, which talks to it)\n"
                  "       koi-guard daemon COMMAND... (begun by bin/koinode, which it becomes)\n");
  return 2;
}
