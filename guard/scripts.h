/*
 * How a child of launcher or guard becomes its script.
 */

enum { WORDS = 1024 }; /* arguments and variables of one launch */

/* Where a child that could not become its script says why. Shared memory rather than a close-on-exec pipe for
   each: it needs no descriptor, and the answer is there before the child can be reaped. */
struct failure { const char *step; int error; };

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

/* Its name says from its birth on where it belongs; nothing else does before exec. */
static pid_t fork_into(const struct seat *s) {
  char own[16] = "", name[16];
  if (s->cell == NULL) return fork();
  snprintf(name, sizeof name, "koi-enter-%u.%u", (unsigned) (s->cell - board->cells) % CELLS, s->tree % 4u);
  if (prctl(PR_GET_NAME, own) != 0 || prctl(PR_SET_NAME, name) != 0) return -1;
  pid_t pid = fork();
  int error = errno;
  if (pid != 0) prctl(PR_SET_NAME, own);
  errno = error;
  return pid;
}

/* Takes its place in its tree, and only then asks whether it may begin. */
static void sit(const struct seat *s, struct failure *failure) {
  static char mark[256];
  bool joined = board->mode == 2;
  for (int tries = 0; !joined && tries < 10; tries++) { /* who tidies may remove it under us */
    make_tree(s);
    joined = write_text(tree_path(s->cell, tree_name(s), "cgroup.procs"), "0");
  }
  step(joined ? 0 : -1, "join its tree", failure);
  snprintf(mark, sizeof mark, "KOI_TREE=%.63s/%.127s/%s", board->node, s->cell->group, tree_name(s));
  step(putenv(mark), "set its environment", failure);
  atomic_thread_fence(memory_order_seq_cst);
  errno = me < 0 ? refusal(s) : 0;
  const char *held = "begin what was cut off";
  if (errno == ETIME) held = "begin what promotes: its lease has lapsed";
  if (errno == ENOTCONN) held = "begin what promotes: not both guards are armed and on time";
  step(errno == 0 ? 0 : -1, held, failure);
}

static _Noreturn void become(const struct order *order, int output, const struct seat *seat,
    struct failure *failure) {
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
