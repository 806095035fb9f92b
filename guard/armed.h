/*
 * The guard: what is handed over for an epoch (README, RUN_DIR/arm.N), and the daemon's requests.
 */

enum {
  ARM_BYTES = 4 * 1024 * 1024,
  SERVICES = 4096,
  COMMAND = 32, /* bytes before what is as in a launch */
  TARGET = 24,  /* bytes before a datagram */
};

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
static struct seat seat_of(const struct watch *w, enum tree t) {
  return (struct seat){cell_of(w), t, w->epoch};
}

/* Kills who is left, and says whether anyone was. */
static bool left_in(const struct watch *w, enum tree t) {
  struct seat seat = seat_of(w, t);
  return inhabited(&seat, true);
}

static void want(uint64_t nanos) {
  if (nanos < wake) wake = nanos;
}

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
  /* Here, not only in watch: there may be a cut under way. Read before the clock, it is not in the future. */
  struct moment said = {c->t0_boot, c->t0_raw}, t = now(), t0 = w->t0;
  if (w->epoch != epoch) {
    t0 = (struct moment){said.boot <= t.boot ? said.boot : 0, said.raw <= t.raw ? said.raw : 0};
  }
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
  if (w != watches && board->mode == 1) tidy(cell_of(w), false);
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
