/* Without a store (SAFETY, Bully): electors promise, each for itself. lease.pml comes first.
 * Who leads is left open: each elector may lead at any time, several at once, and grant what it likes. */
#define V 3
#define R 2
#ifndef QUORUM
#define QUORUM 2     /* B3: safe while 2 x quorum > nodes */
#endif
#define LSOFT 1
#ifndef LEND
#define LEND 1
#endif
#define SLOW 1
#define FAST 1
#ifdef MUT_W_IS_LEND
#define W LEND
#else
#define W (LEND + SLOW + FAST)
#endif
#define CAP (LEND + SLOW + 1)

/* Under two leaders two runners may have epochs of one number (B2 breaks the tie by the leader's id): so a
 * promise names epoch and runner. */
#ifndef EPOCHS
#define EPOCHS 1
#endif
byte for_e[V]; byte for_r[V];   /* B1: promised to; runner + 1, 0 is nobody */
byte age[V];                    /* since it confirmed that, or since its process began */

byte cur[R]; byte t0[R]; bit prom[R]; byte dead[R];
byte ns[R]; byte na[R];         /* nonce: NONE, SENT, ROUND, LEASED; since the moment before it was sealed */
byte conf[R];                   /* who confirmed in its round, a bit each */
bit rel[R * (EPOCHS + 1)];      /* RELEASED(g, e, i) is in flight */
#define NONE 0
#define SENT 1
#define ROUND 2
#define LEASED 3
#define HAS(s) (((s) & 1) + (((s) >> 1) & 1) + (((s) >> 2) & 1) >= QUORUM)

/* B1: one at a time; another after RELEASED of it, or after more than W without confirming it. */
#ifdef MUT_ANOTHER_AT_ONCE
#define B1_SILENT(v) true
#else
#define B1_SILENT(v) age[v] > W - FAST
#endif
#ifdef MUT_TICKET_GOOD_FOR_ANY_EPOCH
#define RELEASED(v) (rel[(for_r[v] - 1) * (EPOCHS + 1) + 1] || rel[(for_r[v] - 1) * (EPOCHS + 1) + EPOCHS])
#else
#define RELEASED(v) rel[(for_r[v] - 1) * (EPOCHS + 1) + for_e[v]]
#endif
/* B1: "counted from its own start too": who forgot its promise waits W. */
#ifdef MUT_START_DOES_NOT_WAIT
#define B1_BEGAN(v) age[v] = CAP
#else
#define B1_BEGAN(v) age[v] = 0
#endif
#define FREE(v) (B1_SILENT(v) || (for_r[v] != 0 && RELEASED(v)))

/* B1: a round after the RENEW. */
#ifdef MUT_ROUND_BEFORE_RENEW
#define ROUND_OF(r) ns[r] != LEASED && cur[r] != 0
#define NEW_ROUND(r) skip
#else
#define ROUND_OF(r) ns[r] == ROUND
#define NEW_ROUND(r) conf[r] = 0
#endif

proctype Elector(byte v) {
  do
  :: d_step { ROUND_OF(0) && (conf[0] & (1 << v)) == 0 &&
      ((for_r[v] == 1 && for_e[v] == cur[0]) || FREE(v)) ->
      for_r[v] = 1; for_e[v] = cur[0]; age[v] = 0; conf[0] = conf[0] | (1 << v) }
  :: d_step { ROUND_OF(1) && (conf[1] & (1 << v)) == 0 &&
      ((for_r[v] == 2 && for_e[v] == cur[1]) || FREE(v)) ->
      for_r[v] = 2; for_e[v] = cur[1]; age[v] = 0; conf[1] = conf[1] | (1 << v) }
  :: d_step { for_r[v] != 0 || age[v] != 0 -> for_r[v] = 0; for_e[v] = 0; B1_BEGAN(v) }
  od
}

inline forget(q) { ns[q] = NONE; na[q] = 0; NEW_ROUND(q) }
inline lay_down(q) { cur[q] = 0; t0[q] = CAP; ns[q] = NONE; na[q] = 0; conf[q] = 0 }

#ifdef MUT_RELEASED_WITHOUT_TOMBSTONE
#define BURY(r) skip
#else
#define BURY(r) dead[r] = (cur[r] > dead[r] -> cur[r] : dead[r]); lay_down(r)
#endif
#ifdef MUT_RELEASED_BEFORE_DEMOTED
#define R5(r) skip
#else
#define R5(r) prom[r] = 0
#endif

proctype Runner(byte r) {
  do
  :: d_step { 1 > dead[r] && cur[r] == 0 && !prom[r] -> lay_down(r); cur[r] = 1 }
#if EPOCHS > 1
  :: d_step { 2 > dead[r] && cur[r] < 2 && !prom[r] -> lay_down(r); cur[r] = 2 }
#endif
  /* R2: a fresh nonce; a leader hears it and begins a round; the quorum has confirmed, LEASE is under way. */
  :: d_step { cur[r] != 0 && !(prom[r] && t0[r] > LSOFT) && (ns[r] != SENT || na[r] > 0) ->
      forget(r); ns[r] = SENT }
  :: d_step { ns[r] == SENT -> ns[r] = ROUND; NEW_ROUND(r) }
  :: d_step { ns[r] == ROUND && HAS(conf[r]) -> ns[r] = LEASED; conf[r] = 0 }
  :: d_step { ns[r] == LEASED -> t0[r] = (na[r] < t0[r] -> na[r] : t0[r]); forget(r) }
  :: d_step { cur[r] != 0 && !prom[r] && t0[r] <= LSOFT -> prom[r] = 1; assert(!(prom[0] && prom[1]));
#ifdef REACH
      assert(!(cur[r] == REACH && dead[1 - r] == REACH_DEAD))
#endif
    }
  :: d_step { prom[r] -> prom[r] = 0 }
  /* R5, R1, G4: confirmed, buried, RELEASED. */
  :: d_step { cur[r] != 0 -> R5(r); rel[r * (EPOCHS + 1) + cur[r]] = 1; BURY(r) }
  od
}

#define OLDER(x) x = (x < CAP -> x + 1 : CAP)
#define ENDS(r) (!prom[r] || t0[r] < LEND + SLOW)

proctype Clock() {
  do
  :: d_step { ENDS(0) && ENDS(1) ->
      OLDER(age[0]); OLDER(age[1]); OLDER(age[2]); OLDER(t0[0]); OLDER(t0[1]);
      if :: t0[0] > LSOFT && !prom[0] -> t0[0] = CAP :: else fi;
      if :: t0[1] > LSOFT && !prom[1] -> t0[1] = CAP :: else fi;
      if :: ns[0] != NONE -> OLDER(na[0]) :: else fi;
      if :: ns[1] != NONE -> OLDER(na[1]) :: else fi }
  od
}

init {
  d_step { t0[0] = CAP; t0[1] = CAP; age[0] = CAP; age[1] = CAP; age[2] = CAP }
  atomic { run Elector(0); run Elector(1); run Elector(2); run Runner(0); run Runner(1); run Clock() }
}
