/* How many of what, and how long. Times in ticks: README.md says why so few are enough. */
#define V 3                 /* voters */
#define R 2                 /* runners */
#ifndef N
#define N 1                 /* nonces that a runner remembers at a time */
#endif
#ifndef TERMS
#define TERMS 2             /* elections */
#endif
#ifndef EPOCHS
#define EPOCHS 2            /* grants */
#endif
#ifndef LSOFT
#define LSOFT 1
#endif
#ifndef LEND
#define LEND 2
#endif
/* Drift and rounding. A runner's clock is late by SLOW over a Lend, an elector's early by FAST over a W. */
#define SLOW 1
#define FAST 1
#ifdef MUT_W_IS_LEND
#define W LEND
#else
#ifdef MUT_W_ONE_SHORT
#define W (LEND + SLOW + FAST - 1)
#else
#define W (LEND + SLOW + FAST)
#endif
#endif
#define CAP (LEND + SLOW + 1)    /* older than this is all the same */

/* Voters and runners are alike, so some orders stand for all. ANY_LEADER: any voter may stand for any term;
 * otherwise they take turns: 0, 1, 0. The first epoch is runner 0's; of two, the second is runner 1's. */
#ifdef ANY_LEADER
#define STANDS(v) true
#else
#define STANDS(v) (v == term[v] % 2)
#endif
/* With one term nobody follows the leader: ages and a third voter tell nothing. */
#define COUNTS(v) (TERMS > 1 || v != 2)
#define MAY_HAVE(r) ((ep > 0 || r == 0) && (EPOCHS > 2 || ep == 0 || r == 1))

/* How often a daemon or its machine may begin again. Of two epochs nobody follows the second's holder. */
#define AGAIN(r) (inc[r] < 2 && (EPOCHS > 2 || r == 0))

/* That things do happen: with REACH the assertion is to be violated. how: 1 silence, 2 RELEASED, 3 HELLO, 4 a
 * grant of its own that nobody took. REACH_CHANGED: and a leader came after the first epoch. */
#ifdef REACH
byte how; byte told; bit changed;
#ifndef REACH_CHANGED
#define REACH_CHANGED 0
#endif
#define SAY_HOW(v) \
  if :: view[v] == 0 -> how = 0 \
     :: view[v] != 0 && RELEASED(v) -> how = 2 \
     :: view[v] != 0 && !RELEASED(v) && RESTARTED(v) -> how = 3 \
     :: view[v] != 0 && !RELEASED(v) && !RESTARTED(v) -> how = (own[v] -> 4 : 1) fi
#define SAY_GRANTED told = ep
#define SAY_LEADS changed = changed || ep != 0
#define REACHED(r) assert(!(cur[r] >= 2 && cur[r] == told && how == REACH && (changed || !REACH_CHANGED)))
#else
#define SAY_HOW(v) skip
#define SAY_GRANTED skip
#define SAY_LEADS skip
#define REACHED(r) skip
#endif
