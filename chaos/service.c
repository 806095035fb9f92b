/*
 * The service of bin/chaos, linked as start, stop, promote, demote and status.
 *
 * It appends to $KOI_DEMO/chaos.log what it does, a line by one write: group, node, epoch, nanoseconds of
 * CLOCK_MONOTONIC, and a word: begin (promote begins), alive (the process that promote began, every 10 ms),
 * end (demote or stop is through), down (status found that process dead). In C, for what is measured is the
 * daemon and its guards, not the start of an interpreter.
 *
 * The file $KOI_DEMO/NODE/ACTION.does may order: "hangs" (demote, stop), or "escapes" (promote: one more
 * process, that has left session, parent and folder, and that no script ends).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { MASTER = 90, SLAVE = 91, PATH = 512 };

static const char *node, *group, *epoch;
static char logfile[PATH], child[PATH];

static const char *variable(const char *name)
{
	const char *value = getenv(name);
	if (!value || !*value) {
		fprintf(stderr, "%s is not set\n", name);
		exit(1);
	}
	return value;
}

static long long nanoseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void say(const char *word)
{
	char line[256];
	int log = open(logfile, O_WRONLY | O_APPEND | O_CLOEXEC);
	int length = snprintf(line, sizeof line, "%s %s %s %lld %s\n", group, node, epoch, nanoseconds(), word);
	if (log < 0 || write(log, line, length) != length)
		_exit(1);
	close(log);
}

static int ordered(const char *action, const char *what)
{
	char path[PATH], said[32] = "";
	snprintf(path, sizeof path, "%s/%s/%s.does", variable("KOI_DEMO"), node, action);
	FILE *file = fopen(path, "re");
	if (!file)
		return 0;
	int read = fscanf(file, "%31s", said);
	fclose(file);
	return read == 1 && strcmp(said, what) == 0;
}

static void nap(long millis)
{
	struct timespec time = {millis / 1000, millis % 1000 * 1000000};
	nanosleep(&time, NULL);
}

static void live(void)
{
	for (;;) {
		say("alive");
		nap(10);
	}
}

/* How long processes like a script had to wait for a processor: written when it is much. No service. */
static void feel_the_pulse(void)
{
	for (;;) {
		long long before = nanoseconds();
		nap(5);
		long long late = nanoseconds() - before - 5000000;
		if (late > 40000000) {
			printf("%lld %lld\n", before, late);
			fflush(stdout);
		}
	}
}

static void let_go(void)
{
	int null = open("/dev/null", O_RDWR);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	if (setsid() < 0 || chdir("/") < 0)
		_exit(1);
}

/* Who lives holds the lock on the file that names it: a number alone could be another's by now. */
static int lives(int file)
{
	if (flock(file, LOCK_EX | LOCK_NB) == 0) {
		flock(file, LOCK_UN);
		return 0;
	}
	return errno == EWOULDBLOCK;
}

static void serve(void)
{
	if (fork() != 0)
		return;
	let_go();
	int file = open(child, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0 || flock(file, LOCK_EX | LOCK_NB) != 0)
		_exit(0);
	if (ftruncate(file, 0) != 0 || dprintf(file, "%d\n", (int)getpid()) < 0)
		_exit(1);
	live();
}

static void escape(void)
{
	if (fork() != 0)
		return;
	let_go();
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (fork() != 0)
		_exit(0);
	setsid();
	live();
}

static void take_down(int file)
{
	char number[16] = "";
	while (lives(file)) {
		ssize_t length = pread(file, number, sizeof number - 1, 0);
		int pid = length > 0 ? atoi(number) : 0;
		if (pid > 1)
			kill(pid, SIGKILL);
		nap(1);
	}
}

int main(int count, char **words)
{
	const char *action = basename(words[0]);
	(void)count;
	if (strcmp(action, "pulse") == 0)
		feel_the_pulse();
	node = variable("KOI_NODE");
	group = variable("KOI_GROUP");
	epoch = getenv("KOI_EPOCH") && *getenv("KOI_EPOCH") ? getenv("KOI_EPOCH") : "-";
	snprintf(logfile, sizeof logfile, "%s/chaos.log", variable("KOI_DEMO"));
	snprintf(child, sizeof child, "%s/%s/child", variable("KOI_DEMO"), node);
	int file = open(child, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		return 1;
	if (strcmp(action, "status") == 0) {
		if (lives(file))
			return MASTER;
		say("down");
		return SLAVE;
	}
	if (strcmp(action, "promote") == 0) {
		say("begin");
		take_down(file); /* of an earlier promote of this epoch */
		serve();
		if (ordered(action, "escapes"))
			escape();
		for (int wait = 0; wait < 1000 && !lives(file); wait++)
			nap(1);
		return lives(file) ? 0 : 1;
	}
	if (strcmp(action, "demote") == 0 || strcmp(action, "stop") == 0) {
		while (ordered(action, "hangs"))
			nap(20);
		take_down(file);
		say("end");
	}
	return 0;
}
