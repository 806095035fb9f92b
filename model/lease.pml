/* The lease of one group, as SAFETY.md has it: who may be promoted, and when another. README.md comes first.
 * Scopes: the core, and TICKETS, MAINTENANCE, UNCONFIRMED, FIRST, to be joined. Mutants: rules.pml.
 * Each step is one instant at one place. Time passes only in Clock; a step may wait as long as it likes. */
#include "sizes.pml"

/* Electors. A candidate and a leader are electors too. On disk (E1): term, the vote in it. */
byte term[V]; bit cand[V]; bit lead[V];
byte votes[V];   /* candidate: who voted for it, a bit each */
byte age[V];     /* E5b: since this voter confirmed any leader, or since its process began */
byte last[V];    /* leader: since lastRenew (E3); before one: since its voters confirmed any leader (E5b) */
byte view[V];    /* leader: the epoch that it has applied */
byte pend[V];    /* leader: nonce + 1 whose round runs */
byte conf[V];    /* leader: who confirmed in that round, a bit each */
bit own[V];      /* leader: it committed view itself, and no RENEW of it came yet (E4) */

/* The log. Committed: the newest epoch; runner + 1 and incarnation of each. Proposed by the newest leader and
 * not committed: ask, aski. Who leads next has that entry and commits it with its own (E2), or it is gone. */
byte ep; byte gh[EPOCHS + 1]; byte gi[EPOCHS + 1];
byte top; byte ask; byte aski;

/* Runners and their guards. Both read cur and t0: the guard from its cell. */
bit alive[R];                 /* the daemon runs */
byte inc[R];                  /* its incarnation */
byte cur[R]; byte t0[R];      /* its epoch, and since when the lease counts */
bit prom[R];                  /* promoted: what the invariant is about */
byte seen[R]; byte dead[R];   /* R1, on disk */
byte latch[R];                /* G3, G4, on disk until the machine boots */

/* Nonces, N each runner. What was sent may arrive late, often, never: it stays until that is forgotten. */
#define NONE 0
#define SENT 1       /* RENEW is in flight */
#define LEASED 2     /* so is LEASE; + 1: it says maintenance; + 2: it says that maintenance is over */
byte ns[R * N]; byte na[R * N];   /* which; since the moment before it was sealed (R2) */
bit nf[R * N];                    /* RENEW says that the guard is armed again (M3) */

bit rel[EPOCHS + 1];    /* RELEASED(g, e, i) is in flight: i is that of the grant */
byte he[R]; byte hi[R]; /* HELLO in flight: the epoch applied when its nonce was made; the sender */
bit unc[EPOCHS + 1]; bit bad[R];    /* UNCONFIRMED is committed; a demotion cannot be confirmed */
byte phase; byte held;              /* committed: 0 before maintenance, 1 in it, 2 after; its epoch */
byte vphase[V]; bit rearmed[V];     /* leader: the phase it applied; the holder renewed armed again (M3) */
bit disarmed[R]; bit off[R];        /* M2: the guard is disarmed; the holder was told that it is over */
bit unclean[R];                     /* R7: this daemon is not past its clean-up */

#define MAJ(s) (s == 3 || s >= 5)
#define SAME(l) ((term[0] == term[l]) + (term[1] == term[l]) + (term[2] == term[l]) >= 2)
#define HOLDER(l) (gh[view[l]] - 1)
#include "rules.pml"

#define SILENT(l) ((last[l] > W - FAST || own[l]) && M3(l) && E4_CONFIRMED(l))
#define FREE(l) ((view[l] == 0 && E11(l)) || (view[l] != 0 && (SILENT(l) || RELEASED(l) || RESTARTED(l))))

inline depose(v) {
  cand[v] = 0; lead[v] = 0; votes[v] = 0; last[v] = 0; view[v] = 0; pend[v] = 0; conf[v] = 0; rearmed[v] = 0;
  vphase[v] = 0; E4_FORGETS(v)
}
inline commit() { ep++; gh[ep] = ask; gi[ep] = aski; ask = 0; aski = 0 }
inline leads(v) {
  top = v + 1; cand[v] = 0; lead[v] = 1; votes[v] = 0; view[v] = ep; vphase[v] = phase; E4_LEADS(v); E5(v);
  SAY_LEADS
}

/* E1, E5b: one vote a term, the term first; the vote carries the age. */
#define VOTE(c) \
  :: d_step { cand[c] && term[c] > term[v] -> \
      depose(v); term[v] = term[c]; votes[c] = votes[c] | (1 << v); \
      last[c] = (age[v] < last[c] -> age[v] : last[c]) }

/* E3: a RENEW arrives, also a late one; E4 before it. */
#define RENEW_IN(n) \
  :: d_step { lead[v] && view[v] != 0 && ns[n] == SENT && pend[v] != n + 1 && \
      E3_EQUAL(v, n / N) && E4_ANSWERS(v) -> \
      E3_RECEIVED(v); own[v] = 0; E3_ROUND(v, n); rearmed[v] = rearmed[v] || (vphase[v] == 2 && nf[n]) }

/* E3: a voter confirms t only while its term is t. Its answer may be late: then the leader's next step is. */
#define CONFIRM(l) \
  :: d_step { lead[l] && E3_ASKED(l) && term[v] == term[l] && (conf[l] & (1 << v)) == 0 && COUNTS(v) -> \
      conf[l] = conf[l] | (1 << v); E5B_CONFIRMED(v, l) }

/* E4, E6, E11: it proposes. E9: i is an incarnation that it heard, perhaps long ago. */
#define PROPOSE(r, i) \
  :: d_step { lead[v] && top == v + 1 && !ask && ep < EPOCHS && MAY_HAVE(r) && i <= inc[r] && \
      M1(v) && FREE(v) -> \
      SAY_HOW(v); ask = r + 1; aski = i; E4_STOPS(v) }

/* E6b: a daemon that is past its clean-up echoes a nonce that leader v just made. */
#define HELLO(r) \
  :: d_step { lead[v] && alive[r] && R7_CLEAN(r) && (he[r] != view[v] || hi[r] != inc[r]) -> \
      he[r] = view[v]; hi[r] = inc[r] }

proctype Elector(byte v) {
  do
  /* E1: stands for a new term, votes for itself. */
  :: d_step { !cand[v] && term[v] < TERMS && STANDS(v) ->
      depose(v); term[v]++; cand[v] = 1; votes[v] = 1 << v; last[v] = age[v] }
  VOTE((v + 1) % V)
  VOTE((v + 2) % V)
#ifdef MUT_E2_OMITTED
  :: d_step { cand[v] && MAJ(votes[v]) ->
      cand[v] = 0; lead[v] = 1; votes[v] = 0; view[v] = ep; vphase[v] = phase }
#endif
  :: d_step { E2(v) && SAME(v) -> ask = 0; aski = 0; leads(v) }
  :: d_step { E2(v) && SAME(v) && ask -> commit(); leads(v) }
  RENEW_IN(0)
  RENEW_IN(N)
#if N > 1
  RENEW_IN(1)
  RENEW_IN(N + 1)
#endif
  CONFIRM(v)
  CONFIRM((v + 1) % V)
  CONFIRM((v + 2) % V)
  /* E3: LEASE, when the round is confirmed. */
  :: d_step { lead[v] && pend[v] != 0 && MAJ(conf[v]) ->
      ns[pend[v] - 1] = LEASED + vphase[v]; pend[v] = 0; NO_ROUND(v) }
  PROPOSE(0, 1)
  PROPOSE(1, 1)
  /* E8: one entry; lastRenew of it begins when the leader applies it. */
  :: d_step { lead[v] && top == v + 1 && SAME(v) && ask ->
      commit(); SAY_GRANTED; view[v] = ep; last[v] = 0; own[v] = 1; rearmed[v] = 0; pend[v] = 0; NO_ROUND(v) }
#ifdef TICKETS
  PROPOSE(0, 2)
  HELLO(0)
#if EPOCHS > 2
  PROPOSE(1, 2)
  HELLO(1)
#endif
#endif
  /* E5b: a restart keeps the term alone. */
#if TERMS > 1
  :: d_step { lead[v] || cand[v] || age[v] != 0 -> depose(v); E5B_BEGAN(v) }
#endif
#ifdef UNCONFIRMED
  :: d_step { lead[v] && top == v + 1 && SAME(v) && !ask && view[v] != 0 && !unc[view[v]] &&
      bad[HOLDER(v)] && cur[HOLDER(v)] == view[v] -> unc[view[v]] = 1 }
#endif
#ifdef MAINTENANCE
  :: d_step { lead[v] && top == v + 1 && SAME(v) && !ask && phase == 0 && ep != 0 ->
      phase = 1; vphase[v] = 1; held = ep; E4_STOPS(v) }
  :: d_step { lead[v] && top == v + 1 && SAME(v) && !ask && phase == 1 ->
      phase = 2; vphase[v] = 2; rearmed[v] = 0; E4_STOPS(v) }
#endif
  od
}

inline forget_nonce(n) {
  ns[n] = NONE; na[n] = 0; nf[n] = 0;
  if :: pend[0] == n + 1 -> pend[0] = 0; NO_ROUND(0) :: else fi;
  if :: pend[1] == n + 1 -> pend[1] = 0; NO_ROUND(1) :: else fi;
  if :: pend[2] == n + 1 -> pend[2] = 0; NO_ROUND(2) :: else fi
}
inline forget(q) {
  forget_nonce(q * N);
#if N > 1
  forget_nonce(q * N + 1)
#endif
}
inline lay_down(q) { cur[q] = 0; t0[q] = CAP; disarmed[q] = 0; off[q] = 0; forget(q) }

/* R1, E9: the leader says that it holds e. A daemon may take what was granted to the one before it. */
#define TAKE(e) \
  :: d_step { alive[r] && !unclean[r] && !prom[r] && gh[e] == r + 1 && e >= seen[r] && e > dead[r] && \
      cur[r] != e -> \
      lay_down(r); cur[r] = e; seen[r] = e }

/* R2: a fresh nonce. */
#define RENEW(n) \
  :: d_step { alive[r] && !unclean[r] && cur[r] != 0 && R4(r) && \
      (ns[n] != SENT || na[n] > 0 || nf[n] != M3_ARMED(r)) -> \
      forget_nonce(n); ns[n] = SENT; nf[n] = M3_ARMED(r) }

/* R2, M2: what a known nonce brings. */
#define LEASE(n) \
  :: d_step { alive[r] && ns[n] >= LEASED -> \
      t0[r] = (R2_MOMENT(n) < t0[r] -> R2_MOMENT(n) : t0[r]); \
      off[r] = off[r] || ns[n] == LEASED + 2; disarmed[r] = disarmed[r] || (ns[n] == LEASED + 1 && !off[r]); \
      forget_nonce(n) }

proctype Runner(byte r) {
  do
  TAKE(1)
  TAKE(2)
#if EPOCHS > 2
  TAKE(3)
#endif
  RENEW(r * N)
  LEASE(r * N)
#if N > 1
  RENEW(r * N + 1)
  LEASE(r * N + 1)
#endif
#ifdef MUT_LATE_SPAWN
  :: d_step { alive[r] && cur[r] != 0 && !prom[r] && !spawn[r] && t0[r] <= LSOFT && cur[r] > latch[r] ->
      spawn[r] = 1 }
#endif
  /* R3, and the invariant. */
  :: d_step { alive[r] && cur[r] != 0 && !prom[r] && R3(r) ->
      prom[r] = 1; assert(!(prom[0] && prom[1])); REACHED(r) }
  /* R4, R5: it demotes (a plan, a failed check, a lapsed lease), or the guard cuts. */
  :: d_step { prom[r] && !bad[r] && !disarmed[r] -> prom[r] = 0 }
#ifdef UNCONFIRMED
  /* G5: its demotion cannot be confirmed; later it can, after all. */
  :: d_step { prom[r] && !bad[r] && !disarmed[r] && cur[r] != 0 -> bad[r] = 1 }
  :: d_step { bad[r] -> bad[r] = 0; prom[r] = 0; G4_LATCH(r); rel[cur[r]] = 1 }
#endif
#ifdef MAINTENANCE
  /* M3: it was told that maintenance is over, and arms again under a lease. M4: or it demotes for real. */
  :: d_step { alive[r] && disarmed[r] && !unclean[r] && off[r] && t0[r] <= LSOFT -> disarmed[r] = 0 }
  :: d_step { alive[r] && disarmed[r] && (off[r] || unclean[r]) && phase == 2 ->
      prom[r] = 0; unclean[r] = 0; rel[cur[r]] = 1; R1_BURY(r) }
#ifdef MUT_MAINTENANCE_RELEASES
  :: d_step { alive[r] && disarmed[r] && prom[r] && !rel[cur[r]] -> rel[cur[r]] = 1 }
#endif
#endif
#ifdef TICKETS
  /* R5, R1: confirmed, dead = e on disk, RELEASED. */
  :: d_step { alive[r] && cur[r] != 0 && !bad[r] && !disarmed[r] -> R5(r); rel[cur[r]] = 1; R1_BURY(r) }
  /* The daemon is killed, the guards are not. G3, G4: demoted or cut, confirmed, latched, the ticket. */
  :: d_step { alive[r] -> alive[r] = 0; forget(r) }
  :: d_step { prom[r] && !bad[r] && !disarmed[r] && cur[r] != 0 -> prom[r] = 0; G4_LATCH(r); rel[cur[r]] = 1 }
  /* R7: the next daemon waits for the guards, demotes what is left, buries and releases. */
  :: d_step { !alive[r] && R7(r) && !disarmed[r] && AGAIN(r) ->
      alive[r] = 1; inc[r]++; rel[cur[r]] = 1; R1_BURY(r) }
  /* M1: in maintenance the next daemon runs nothing, so it is not past its clean-up. */
  :: d_step { !alive[r] && disarmed[r] && AGAIN(r) -> alive[r] = 1; inc[r]++; unclean[r] = 1 }
  /* The machine boots, and its next daemon begins. The latch is lost; tickets that left are not. */
  :: d_step { AGAIN(r) ->
      prom[r] = 0; latch[r] = 0; bad[r] = 0; unclean[r] = 0; lay_down(r); alive[r] = 1; inc[r]++ }
#endif
  od
}

#define OLDER(x) x = (x < CAP -> x + 1 : CAP)
/* G3, R6: by Lend of a clock that is SLOW, what is promoted has ended, or time does not pass. */
#define ENDS(r) (!prom[r] || disarmed[r] || t0[r] < LEND + SLOW || (bad[r] && UNCONFIRMED_IN_TIME(r)))
#ifdef LIMIT_UNCONFIRMED_LATE
#define UNCONFIRMED_IN_TIME(r) true
#else
#define UNCONFIRMED_IN_TIME(r) unc[cur[r]]
#endif

proctype Clock() {
  do
  :: d_step { ENDS(0) && ENDS(1) ->
      OLDER(age[0]); OLDER(age[1]); OLDER(age[2]);
      if :: lead[0] || cand[0] -> OLDER(last[0]) :: else fi;
      if :: lead[1] || cand[1] -> OLDER(last[1]) :: else fi;
      if :: lead[2] || cand[2] -> OLDER(last[2]) :: else fi;
      OLDER(t0[0]); OLDER(t0[1]);
      if :: t0[0] > LSOFT && !prom[0] -> t0[0] = CAP :: else fi;
      if :: t0[1] > LSOFT && !prom[1] -> t0[1] = CAP :: else fi;
      if :: ns[0] != NONE -> OLDER(na[0]) :: else fi;
      if :: ns[N] != NONE -> OLDER(na[N]) :: else fi;
#if N > 1
      if :: ns[1] != NONE -> OLDER(na[1]) :: else fi;
      if :: ns[N + 1] != NONE -> OLDER(na[N + 1]) :: else fi;
#endif
    }
  od
}

init {
  d_step {
    alive[0] = 1; alive[1] = 1; inc[0] = 1; inc[1] = 1; t0[0] = CAP; t0[1] = CAP;
#ifdef FIRST
    /* E11: a runner holds what another cluster, or the other mode, answered; that answer may be late. */
    prom[1] = 1; t0[1] = 0; ns[N] = LEASED; na[N] = 0;
#else
    age[0] = CAP; age[1] = CAP; age[2] = CAP;
#endif
  }
  atomic { run Elector(0); run Elector(1); run Elector(2); run Runner(0); run Runner(1); run Clock() }
}
