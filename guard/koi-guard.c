/*
 * koi-guard: the native processes beside a daemon; README.md has their promises, protocol and layouts.
 *   daemon    begins the daemon, ahead of all that could make it late, and becomes it
 *   launcher  begins the services' scripts, carries their output, tells how they end (launcher.h)
 *   guard     two of them: what the lease demands when the daemon does not (SAFETY, Guard)
 *
 * Reading order: main; keep_guard (the guard's loop), watch (one cell), then emergency.h, armed.h, trees.h.
 */

#include "board.h"
#include "trees.h"
#include "frames.h"
#include "scripts.h"
#include "launcher.h"
#include "armed.h"
#include "emergency.h"

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
  if (phase < ORDERLY) {
    want((w->elapsed < w->soft ? w->soft : w->hard) - w->elapsed);
    return;
  }
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

static void begin_guard(void) {
  must((int) board->daemon == getppid() ? 0 : (errno = ESRCH, -1), "guard another's daemon");
  struct cell *c = board->cells;
  const char *priority = getenv("KOI_PRIORITY"), *why = board->mode == 0 ? find_trees() : NULL;
  if (board->mode == 0) board->mode = why == NULL ? 1 : 2;
  if (board->mode == 2) miss("cgroup v2", why == NULL ? "the other guard says why" : why);
  if (board->mode == 1) mkdir(board->trees, 0755), mkdir(guards_cgroup(""), 0755);
  bool apart = board->mode == 2 || write_text(guards_cgroup("cgroup.procs"), "0");
  if (!apart) miss("own cgroup", strerror(errno));
  bool normal = priority != NULL && strcmp(priority, "normal") == 0;
  if (normal) miss("real-time priority", "KOI_PRIORITY is normal");
  else if (go_ahead(10) != 0) miss("real-time priority", strerror(errno));
  if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) miss("locked memory", strerror(errno));
  if (!write_text("/proc/self/oom_score_adj", "-1000")) miss("oom score -1000", strerror(errno));
  datagrams[0] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  datagrams[1] = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
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
  leave_cgroup();
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
  uint64_t planned = UINT64_MAX, worst[2] = {0}, turned = 0, worked = 0;
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
    /* Half of a core at most: we are ahead of what is to die. By processor time: who was stopped is late. */
    uint64_t work = read_clock(CLOCK_PROCESS_CPUTIME_ID), spent = work - worked;
    worked = work;
    if (wake < spent) wake = spent < board->k / 8 ? spent : board->k / 8;
    await_all(polls, signals);
    polls[3] = (struct pollfd){gone_since != 0 ? -1 : daemon, POLLIN, 0};
    planned = now().boot + wake;
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
  const char *which = count > 3 && strcmp(use, "guard") == 0 ? arguments[3] : "";
  bool sound = strcmp(which, "0") == 0 || strcmp(which, "1") == 0;
  for (int i = 4; sound && i < count; i++) {
    if (strcmp(arguments[i], "reboot") == 0) last_resort = true;
    else if (strcmp(arguments[i], "device") == 0 && i + 1 < count) device_path = arguments[++i];
    else sound = false;
  }
  if (sound) return me = which[0] - '0', keep_guard(arguments[2]);
  fprintf(stderr, "usage: koi-guard launcher RUN_DIR (begun by koinode, which talks to it)\n"
                  "       koi-guard guard RUN_DIR 0|1 [device PATH] [reboot] (the same)\n"
                  "       koi-guard daemon COMMAND... (begun by bin/koinode, which it becomes)\n");
  return 2;
}
