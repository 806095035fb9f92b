/*
 * The trees that programs run in: cgroups, or what the environment says. Who is left of one, and the killing.
 */

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
  const char *name = strchr(line, '('), *rest = strrchr(line, ')'); /* it may hold both */
  const char *format = ") %c %d %*d %d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld";
  if (!name || !rest || sscanf(rest, format, &state, &p->parent, &p->session, &threads) != 4) return -1;
  snprintf(p->name, sizeof p->name, "%.*s", (int) (rest - name - 1), name + 1);
  /* A process whose first thread ended shows Z, too, while its other threads work. */
  p->lives = (state != 'Z' && state != 'X') || threads > 1;
  return 1;
}

static int handle_of(pid_t pid) { return (int) syscall(SYS_pidfd_open, pid, 0); }

static void kill_through(int handle) {
  if (syscall(SYS_pidfd_send_signal, handle, SIGKILL, NULL, 0) != 0 && errno != ESRCH) perror("koi-guard");
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

/* All of it: the launcher of a dead daemon takes away what is empty, while the guards still demote. */
static void make_tree(const struct seat *s) {
  mkdir(board->trees, 0755);
  mkdir(tree_path(s->cell, "", ""), 0755); /* whether it worked shows when it is joined */
  mkdir(tree_path(s->cell, tree_name(s), ""), 0755);
}

static bool is_promoted(const char *tree) { return tree[0] == 'e' && tree[1] >= '0' && tree[1] <= '9'; }

/* Removes the trees that are empty: those of epochs, or all, and the group's folder. */
static void tidy(const struct cell *c, bool all) {
  struct folder f = {.file = open(tree_path(c, "", ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  for (const char *name; (name = next_entry(&f)) != NULL;) {
    if (name[0] != '.' && (all || is_promoted(name))) rmdir(tree_path(c, name, ""));
  }
  if (f.file >= 0) close(f.file);
  if (all) rmdir(tree_path(c, "", ""));
}

static void tidy_all(void) {
  if (board == NULL || board->mode != 1) return;
  for (int i = 1; i < CELLS; i++) {
    if (is_name(board->cells[i].group, sizeof board->cells[i].group)) tidy(&board->cells[i], true);
  }
  rmdir(board->trees);
}

/* Without cgroups: what stands in its environment, or in its name while it is between fork and exec.
   1: it belongs there, 0: elsewhere, -1: it says nothing. */
static int marked(pid_t pid, const struct process *p, const struct seat *s) {
  static char environment[BUFFER], mark[256];
  int length = snprintf(mark, sizeof mark, "KOI_TREE=%.63s/%.127s/", board->node, s->cell->group), cell, tree;
  if (sscanf(p->name, "koi-enter-%d.%d", &cell, &tree) == 2) {
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
    const char *name = strncmp(v, mark, (size_t) length) == 0 ? v + length : NULL;
    if (name == NULL) return 0;
    return s->tree == ALL ? strcmp(name, "emergency") != 0 : strcmp(name, tree_name(s)) == 0;
  }
  return -1;
}

/* A launcher that died leaves its number to a stranger, whose children are none of ours. */
static bool is_ours(pid_t pid) {
  uint64_t own = (uint64_t) pid;
  if (own != board->launcher && own != board->guards[0].pid && own != board->guards[1].pid) return false;
  char path[32], line[PATH_MAX + 256];
  snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = file < 0 ? 0 : read(file, line, sizeof line - 1);
  if (file >= 0) close(file);
  line[n > 0 ? n : 0] = 0;
  const char *use = line + strlen(line) + 1, *folder = use < line + n ? use + strlen(use) + 1 : line + n;
  return folder < line + n && strcmp(folder, run_argument) == 0;
}

/* Who says nothing goes with the nearest ancestor that does, below us. If none does it counts to every tree:
   rather one too many. As marked() answers. */
static int belongs(pid_t pid, const struct seat *s) {
  struct process p, up;
  if (is_ours(pid) || read_process(pid, &p) != 1 || !p.lives || p.session == 0) return 0;
  int says = marked(pid, &p, s);
  pid_t top = p.parent;
  for (int i = 0; says < 0 && top > 1 && !is_ours(top) && i < 10000; i++) {
    top = read_process(top, &up) == 1 ? up.parent : 0;
  }
  if (says < 0 && !is_ours(top)) return 0; /* a stranger, as most are: they cost no second look */
  for (pid = p.parent; says < 0 && pid != top; pid = p.parent) {
    if (read_process(pid, &p) != 1) break;
    says = marked(pid, &p, s);
  }
  return says;
}

/* Then even a process of another tree says nothing, neither what it is nor where it belongs. */
static bool is_in_exec(pid_t pid) {
  char path[32], first;
  snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = file < 0 ? 0 : read(file, &first, 1);
  if (file >= 0) close(file);
  return n == 0;
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
      if (strcmp(name, "base") == 0 || is_promoted(name)) found |= inhabited_cgroup(s->cell, name, cut);
    }
    close(f.file);
    return found | (f.filled < 0);
  }
  for (int pass = 0; pass < 2; pass++) { /* as in look */
    rewind_proc();
    for (pid_t pid; (pid = next_pid()) != 0;) {
      int handle = cut ? handle_of(pid) : -1;
      int member = belongs(pid, s);
      found |= member != 0;
      if (member < 0 && s->tree != ALL) member = is_in_exec(pid) ? 0 : belongs(pid, s);
      if (member != 0 && handle >= 0) kill_through(handle);
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

/* Sets the folder for the trees; or says why there is none. */
static const char *find_trees(void) {
  static char line[4096], root[1024], mount[1024], own[1024];
  const char *setting = getenv("KOI_CGROUP");
  if (setting != NULL && strcmp(setting, "off") == 0) return "KOI_CGROUP is off";
  FILE *f = fopen("/proc/self/mountinfo", "re");
  while (f != NULL && fgets(line, sizeof line, f) != NULL) {
    if (strstr(line, " - cgroup2 ") == NULL || mount[0] != 0) continue;
    sscanf(line, "%*s %*s %*s %1023s %1023s", root, mount);
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
  board->trees[0] = 0;
  return "it has no cgroup.kill, which takes Linux 5.14";
}

static const char *guards_cgroup(const char *file) {
  static char path[1200];
  snprintf(path, sizeof path, "%s-guard/%s", board->trees, file);
  return path;
}

/* So that it can be removed. */
static void leave_cgroup(void) {
  static char above[1200];
  if (board->mode != 1) return;
  int length = (int) (strrchr(board->trees, '/') - board->trees);
  snprintf(above, sizeof above, "%.*s/cgroup.procs", length, board->trees);
  write_text(above, "0");
  rmdir(guards_cgroup(""));
}
