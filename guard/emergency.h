/*
 * The guard: a demotion without the daemon, step by step. Reading order: advance (a cell's stages), run (one
 * stage), next (one service).
 */

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

static _Noreturn void become_command(const struct seat *seat, unsigned char *body, size_t size) {
  static struct order order;
  uint32_t user = number(body + 8), group = number(body + 12);
  struct stat s;
  step(parse((char *) body + COMMAND, size - COMMAND, &order) ? 0 : -1, "", NULL);
  step(stat(order.arguments[0], &s), "", NULL);
  bool other = (long_number(body + 24) != 0 && s.st_ino != long_number(body + 24))
      || (long_number(body + 16) != 0 && s.st_dev != long_number(body + 16));
  step(other ? -1 : 0, "", NULL);
  write_text("/proc/self/oom_score_adj", "0");
  sit(seat, NULL);
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
  struct seat seat = seat_of(w, w->stage < KILL_ALL ? BASE : EMERGENCY);
  pid_t pid = fork_into(&seat); /* not at once into the job, whose memory the child shares */
  if (pid == 0) become_command(&seat, j->command[kind], j->size[kind]);
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
