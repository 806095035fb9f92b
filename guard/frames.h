/*
 * The talk with the daemon, of launcher and guards: frames on standard input and output (README).
 */

enum {
  HEADER = 16,        /* of a frame: kind, three zero bytes, length (32 bits), id (64), big endian */
  ANSWER = 16 * 1024, /* no request is read while there is less room than its answer may need */
};

static unsigned char in[BUFFER], out[BUFFER]; /* BUFFER is also the largest request */
static size_t in_length, out_length;
static bool in_closed; /* the daemon is gone, or closed its end */
static bool deaf;      /* nobody reads what we say */
static bool waiting;   /* a request is held back */
static int kill_looks; /* the launcher's, left; 0: no kill is under way */
static int null_device;

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

static void flush(void) {
  ssize_t n = out_length == 0 ? 0 : write(STDOUT_FILENO, out, out_length);
  if (n < 0 && errno == EAGAIN) return;
  deaf |= n < 0; /* EPIPE, or worse: either way nobody listens any more, and the services go on */
  out_length = deaf ? 0 : out_length - (size_t) n;
  memmove(out, out + n * !deaf, out_length);
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
  run_argument = folder;
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
