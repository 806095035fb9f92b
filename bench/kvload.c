/*
 * Puts into a store as fast as it takes them; bench/kv compiles and runs it. Each client has a connection of
 * its own and one put under way. One thread and no library, so that what is measured is the store.
 *
 *   kvload koi SOCKET CLIENTS WARM SECONDS BYTES KEYS   one JSON request a line, on the daemon's unix socket
 *   kvload etcd PORT  CLIENTS WARM SECONDS BYTES KEYS   gRPC (HTTP/2, no TLS), etcd's own way, on loopback
 *
 * The first WARM seconds do not count. SECONDS 0: each of KEYS is put once, and that is all.
 * Prints: puts, seconds, then p50, p99 and maximum in us. Anything but a success ends it with 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CLIENTS = 1024, MOST_BYTES = 32768, BUFFER = 65536, MOST_PUTS = 20000000 };

/* HTTP/2, RFC 9113: types of frames, and flags. */
enum { DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7, WINDOW_UPDATE = 8 };
enum { END_STREAM = 1, ACK = 1, END_HEADERS = 4 };

struct client {
  int fd;
  char id[37];
  uint64_t sequence; /* of its puts, from 1 */
  uint64_t began;
  bool answered; /* etcd: the message was there before the trailers */
  size_t have;
  unsigned char got[BUFFER];
};

static struct client clients[MOST_CLIENTS];
static uint32_t *taken; /* ns of each put that counts */
static size_t done_puts;
static bool is_koi;
static const char *where;
static char value[MOST_BYTES + 1];
static size_t value_bytes;
static unsigned keys, next_key;

static void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("kvload: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  exit(1);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void send_all(struct client *c, const void *bytes, size_t size) {
  if (write(c->fd, bytes, size) != (ssize_t)size) {
    die("a request is not taken: %s", strerror(errno));
  }
}

/* Returns where the next frame begins. */
static unsigned char *frame(unsigned char *at, int type, int flags, uint32_t stream, size_t size) {
  *at++ = (unsigned char)(size >> 16);
  *at++ = (unsigned char)(size >> 8);
  *at++ = (unsigned char)size;
  *at++ = (unsigned char)type;
  *at++ = (unsigned char)flags;
  stream = htonl(stream);
  memcpy(at, &stream, 4);
  return at + 4;
}

static unsigned char *varint(unsigned char *at, size_t number) {
  for (; number >= 128; number >>= 7) {
    *at++ = (unsigned char)(number | 128);
  }
  *at++ = (unsigned char)number;
  return at;
}

static unsigned char *text(unsigned char *at, const char *bytes) {
  size_t size = strlen(bytes);
  *at++ = (unsigned char)size;
  memcpy(at, bytes, size);
  return at + size;
}

/* The first request names its headers, which the later ones then name by number (HPACK, RFC 7541). */
static unsigned char *headers(unsigned char *at, bool first) {
  *at++ = 0x83; /* :method POST */
  *at++ = 0x86; /* :scheme http */
  if (!first) {
    memcpy(at, "\xc1\xc0\xbf\xbe", 4);
    return at + 4;
  }
  *at++ = 0x44; /* :path */
  at = text(at, "/etcdserverpb.KV/Put");
  *at++ = 0x41; /* :authority */
  at = text(at, "127.0.0.1");
  *at++ = 0x5f; /* content-type */
  at = text(at, "application/grpc");
  *at++ = 0x40;
  return text(text(at, "te"), "trailers");
}

static void put_etcd(struct client *c, const char *key) {
  unsigned char request[BUFFER];
  unsigned char head[128];
  size_t head_bytes = (size_t)(headers(head, c->sequence == 1) - head);
  uint32_t stream = (uint32_t)(2 * c->sequence - 1);
  unsigned char *at = frame(request, HEADERS, END_HEADERS, stream, head_bytes);
  memcpy(at, head, head_bytes);
  at += head_bytes;

  unsigned char message[MOST_BYTES + 128]; /* etcdserverpb.PutRequest: key 1, value 2 */
  unsigned char *end = message;
  *end++ = 0x0a;
  end = text(end, key);
  *end++ = 0x12;
  end = varint(end, value_bytes);
  memcpy(end, value, value_bytes);
  end += value_bytes;
  size_t size = (size_t)(end - message);

  at = frame(at, DATA, END_STREAM, stream, size + 5);
  *at++ = 0; /* not compressed */
  uint32_t length = htonl((uint32_t)size);
  memcpy(at, &length, 4);
  memcpy(at + 4, message, size);
  send_all(c, request, (size_t)(at + 4 + size - request));
}

static void put_koi(struct client *c, const char *key) {
  char line[MOST_BYTES + 512];
  int size = snprintf(line, sizeof line,
      "{\"version\":1,\"command\":\"kv set\",\"kv\":{\"key\":\"%s\",\"value\":\"%s\",\"client\":\"%s\","
      "\"sequence\":%llu}}\n",
      key, value, c->id, (unsigned long long)c->sequence);
  send_all(c, line, (size_t)size);
}

static void put(struct client *c) {
  char key[32];
  snprintf(key, sizeof key, "bench/%08u", next_key);
  next_key = (next_key + 1) % keys;
  c->sequence++;
  c->answered = false;
  c->began = now();
  if (is_koi) {
    put_koi(c, key);
  } else {
    put_etcd(c, key);
  }
}

static void used(struct client *c, size_t bytes) {
  c->have -= bytes;
  memmove(c->got, c->got + bytes, c->have);
}

/* Each of these: whether an answer is complete, which is then used up. */

static bool answer_koi(struct client *c) {
  unsigned char *end = memchr(c->got, '\n', c->have);
  if (end == NULL) {
    return false;
  }
  *end = 0;
  if (strstr((char *)c->got, "\"code\":0,") == NULL) {
    die("refused: %s", (char *)c->got);
  }
  used(c, (size_t)(end + 1 - c->got));
  return true;
}

static bool answer_etcd(struct client *c) {
  bool complete = false;
  while (!complete && c->have >= 9) {
    size_t size = (size_t)c->got[0] << 16 | (size_t)c->got[1] << 8 | c->got[2];
    if (c->have < 9 + size) {
      break;
    }
    int type = c->got[3], flags = c->got[4];
    unsigned char reply[32];
    if (type == SETTINGS && !(flags & ACK)) {
      send_all(c, reply, (size_t)(frame(reply, SETTINGS, ACK, 0, 0) - reply));
    } else if (type == PING && !(flags & ACK)) {
      memcpy(frame(reply, PING, ACK, 0, 8), c->got + 9, 8);
      send_all(c, reply, 17);
    } else if (type == DATA) {
      c->answered = true;
    } else if (type == HEADERS && (flags & END_STREAM)) {
      complete = true;
    } else if (type == RST_STREAM || type == GOAWAY) {
      die("etcd ends the stream");
    }
    used(c, 9 + size);
  }
  if (complete && !c->answered) {
    die("etcd refuses");
  }
  return complete;
}

static void greet_etcd(struct client *c) {
  static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  unsigned char hello[64];
  memcpy(hello, preface, sizeof preface - 1);
  unsigned char *at = frame(hello + sizeof preface - 1, SETTINGS, 0, 0, 0);
  at = frame(at, WINDOW_UPDATE, 0, 0, 4); /* all that a run's answers can be, so that none waits for more */
  uint32_t more = htonl(0x7fffffffu - 65535);
  memcpy(at, &more, 4);
  send_all(c, hello, (size_t)(at + 4 - hello));
}

static void begin(struct client *c, int poll) {
  struct sockaddr_un local = {.sun_family = AF_UNIX};
  struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  c->fd = socket(is_koi ? AF_UNIX : AF_INET, SOCK_STREAM, 0);
  strncpy(local.sun_path, where, sizeof local.sun_path - 1);
  loopback.sin_port = htons((uint16_t)atoi(where));
  int done = is_koi ? connect(c->fd, (struct sockaddr *)&local, sizeof local)
                    : connect(c->fd, (struct sockaddr *)&loopback, sizeof loopback);
  if (done != 0) {
    die("nobody at %s: %s", where, strerror(errno));
  }
  if (!is_koi) {
    int on = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    greet_etcd(c);
  }
  uint16_t drawn[8];
  if (getrandom(drawn, sizeof drawn, 0) != sizeof drawn) {
    die("no random numbers");
  }
  snprintf(c->id, sizeof c->id, "%04x%04x-%04x-4%03x-8%03x-%04x%04x%04x", drawn[0], drawn[1], drawn[2],
      drawn[3] & 0xfff, drawn[4] & 0xfff, drawn[5], drawn[6], drawn[7]);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &event) != 0) {
    die("epoll: %s", strerror(errno));
  }
}

static void receive(struct client *c) {
  ssize_t size = read(c->fd, c->got + c->have, sizeof c->got - c->have);
  if (size <= 0) {
    die("the connection is closed");
  }
  c->have += (size_t)size;
}

static int by_size(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static void report(double seconds) {
  if (done_puts == 0) {
    die("no put within the time");
  }
  qsort(taken, done_puts, sizeof *taken, by_size);
  printf("%zu %.3f %.1f %.1f %.1f\n", done_puts, seconds, taken[done_puts / 2] / 1e3,
      taken[done_puts * 99 / 100] / 1e3, taken[done_puts - 1] / 1e3);
}

/* Until the time is over, or each key was put once and all are answered. */
static void run(int poll, unsigned count, double warm, double seconds) {
  uint64_t start = now() + (uint64_t)(warm * 1e9);
  uint64_t end = seconds == 0 ? UINT64_MAX : start + (uint64_t)(seconds * 1e9);
  unsigned asked = 0, waiting = 0;
  for (unsigned i = 0; i < count && (seconds > 0 || asked < keys); i++, asked++, waiting++) {
    put(&clients[i]);
  }
  uint64_t at = now();
  while (at < end && waiting > 0) {
    struct epoll_event events[64];
    int ready = epoll_wait(poll, events, 64, 5000);
    if (ready == 0) {
      die("no answer for 5 s");
    }
    for (int i = 0; i < ready; i++) {
      struct client *c = events[i].data.ptr;
      receive(c);
      if (!(is_koi ? answer_koi(c) : answer_etcd(c))) {
        continue;
      }
      at = now();
      if (at >= start && at < end && done_puts < MOST_PUTS) {
        taken[done_puts++] = (uint32_t)(at - c->began);
      }
      if (seconds > 0 || asked < keys) {
        put(c);
        asked++;
      } else {
        waiting--;
      }
    }
    at = now();
  }
  report((double)((seconds == 0 ? at : end) - start) / 1e9);
}

int main(int count, char **words) {
  if (count != 8) {
    die("usage: kvload koi|etcd SOCKET|PORT CLIENTS WARM SECONDS BYTES KEYS");
  }
  is_koi = strcmp(words[1], "koi") == 0;
  where = words[2];
  unsigned many = (unsigned)atoi(words[3]);
  value_bytes = (size_t)atoi(words[6]);
  keys = (unsigned)atoi(words[7]);
  if (many < 1 || many > MOST_CLIENTS || value_bytes > MOST_BYTES || keys < 1) {
    die("1 to %d clients, %d bytes at most, 1 key at least", MOST_CLIENTS, MOST_BYTES);
  }
  memset(value, 'v', value_bytes);
  taken = malloc(sizeof *taken * MOST_PUTS);
  int poll = epoll_create1(0);
  if (taken == NULL || poll < 0) {
    die("no memory");
  }
  for (unsigned i = 0; i < many; i++) {
    begin(&clients[i], poll);
  }
  run(poll, many, atof(words[4]), atof(words[5]));
  return 0;
}
