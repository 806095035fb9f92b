/*
 * The launcher: begins the services' scripts, each in a session of its own, carries their output, and tells
 * how they end. Reading order: live (the loop), serve_launcher (requests), launch, pump, end_launch and tell
 * (a script's life), look (who is left of a session). Only tables can be full, and say so.
 */

enum {
  LAUNCHES = 1024,         /* known at once: running, or with something of their session or output left */
  OUT_RESERVE = 64 * 1024, /* output may not fill this part: it is for endings and answers */
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
static char (*tails)[TAIL]; /* a page costs memory only once it was used */
static int used;            /* places from here on were never taken */
static int ended_since_look;
#define EACH(l) for (struct launch *l = launches; l < launches + used; l++)

static struct failure *failures; /* of each place */
enum how { EXITED, SIGNALLED, NOT_BEGUN };

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

/* ---- Who is left of a session ---- */

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

static void launch(uint64_t id, const struct order *order, const struct seat *seat) {
  int ends[2];
  struct launch *l = take_place(id);
  if (l == NULL) return put_not_begun(id, "keep track of more scripts with living children", EUSERS);
  if (pipe2(ends, O_CLOEXEC) != 0) return put_not_begun(id, "make a pipe", errno);
  pid_t pid = fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 ? fork_into(seat) : -1;
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
