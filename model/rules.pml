/* The rules of SAFETY.md that a mutant breaks, beside what breaks it. v, l: elector; r: runner; n: nonce. */

/* E2: acts after an entry of its own term. Raft: with it everything before is committed or gone. */
#ifdef MUT_E2_OMITTED
#define E2(v) top != v + 1 && lead[v]
#else
#define E2(v) cand[v] && MAJ(votes[v])
#endif

/* E3: lastRenew is the moment of the receipt. */
#ifdef MUT_LAST_RENEW_FORGOTTEN
#define E3_RECEIVED(v) skip
#else
#ifdef MUT_RECEIPT_STAMPED_EARLY
#define E3_RECEIVED(v) last[v] = (last[v] < 1 -> last[v] : 1)
#else
#define E3_RECEIVED(v) last[v] = 0
#endif
#endif

/* E3: the answer waits for a round, and the round begins after the receipt. */
#ifdef MUT_ANSWERED_WITHOUT_A_ROUND
#define E3_ROUND(v, n) ns[n] = LEASED + vphase[v]
#else
#ifdef MUT_ROUND_BEFORE_RECEIPT
#define E3_ROUND(v, n) pend[v] = n + 1
#else
#define E3_ROUND(v, n) pend[v] = n + 1; conf[v] = 0
#endif
#endif
#ifdef MUT_ROUND_BEFORE_RECEIPT
#define E3_ASKED(l) view[l] != 0
#define NO_ROUND(v) skip
#else
#define E3_ASKED(l) pend[l] != 0
#define NO_ROUND(v) conf[v] = 0
#endif

/* E3: g, e, i all equal to the grant. */
#ifdef MUT_INCARNATION_IGNORED
#define E3_EQUAL(v, r) (HOLDER(v) == r && cur[r] == view[v])
#else
#define E3_EQUAL(v, r) (HOLDER(v) == r && cur[r] == view[v] && gi[view[v]] == inc[r])
#endif

/* E4: what is to lapse is not answered, from before the proposal. */
#ifdef MUT_ANSWERED_WHILE_IT_LAPSES
#define E4_ANSWERS(v) true
#define E4_STOPS(v) skip
#else
#define E4_ANSWERS(v) (!ask || top != v + 1)
#define E4_STOPS(v) pend[v] = 0; NO_ROUND(v)
#endif

/* E4: what it granted and got no RENEW of may go at once; not after another leader, who may have got one. */
#ifdef MUT_OWN_GRANT_REMEMBERED
#define E4_FORGETS(v) skip
#else
#define E4_FORGETS(v) own[v] = 0
#endif

/* E4, G5: UNCONFIRMED is committed, and frees nothing by silence. */
#ifdef MUT_UNCONFIRMED_IGNORED
#define E4_CONFIRMED(v) true
#else
#define E4_CONFIRMED(v) (!unc[view[v]])
#endif
#ifdef MUT_UNCONFIRMED_NOT_COMMITTED
#define E4_LEADS(v) unc[ep] = 0
#else
#define E4_LEADS(v) skip
#endif

/* E5, E5b: W counts from the latest confirmation that a voter of the majority gave, its own included. */
#ifdef MUT_NEW_LEADER_DOES_NOT_WAIT
#define E5(v) last[v] = CAP
#else
#define E5(v) skip
#endif
#if TERMS == 1
#define E5B_CONFIRMED(v, l) skip
#else
#ifdef MUT_OWN_CONFIRMATION_FORGOTTEN
#define E5B_CONFIRMED(v, l) age[v] = (v == l -> age[v] : 0)
#else
#define E5B_CONFIRMED(v, l) age[v] = 0
#endif
#endif
#ifdef MUT_RESTART_REPORTS_NO_AGE
#define E5B_BEGAN(v) age[v] = CAP
#else
#define E5B_BEGAN(v) age[v] = 0
#endif

/* E6a: RELEASED of this epoch. */
#ifdef MUT_TICKET_GOOD_FOR_ANY_EPOCH
#define RELEASED(v) ((rel[1] && gh[1] == gh[view[v]]) || (rel[2] && gh[2] == gh[view[v]]))
#else
#define RELEASED(v) rel[view[v]]
#endif

/* E6b: HELLO of another incarnation, with a nonce of after the grant; (R7) after the clean-up. */
#ifdef MUT_HELLO_WITH_AN_OLD_NONCE
#define E6B_NONCE(v) true
#else
#define E6B_NONCE(v) he[HOLDER(v)] == view[v]
#endif
#define RESTARTED(v) (hi[HOLDER(v)] != 0 && hi[HOLDER(v)] != gi[view[v]] && E6B_NONCE(v))
#ifdef MUT_R7_DOES_NOT_WAIT
#define R7(r) true
#else
#define R7(r) !prom[r]
#endif

/* E11: the first grant waits too. */
#if defined(FIRST) && !defined(MUT_FIRST_GRANT_DOES_NOT_WAIT)
#define E11(v) last[v] > W - FAST
#else
#define E11(v) true
#endif

/* R1: dead = e is on disk before RELEASED. */
#ifdef MUT_RELEASED_WITHOUT_TOMBSTONE
#define R1_BURY(r) skip
#else
#define R1_BURY(r) dead[r] = (cur[r] > dead[r] -> cur[r] : dead[r]); lay_down(r)
#endif

/* R2: a lease counts from the moment before its RENEW was sealed. */
#ifdef MUT_LEASE_FROM_RECEIPT
#define R2_MOMENT(n) 0
#else
#define R2_MOMENT(n) na[n]
#endif

/* R3, G2: the launcher reads the deadline and the latch after the daemon did. */
#ifdef MUT_LATE_SPAWN
bit spawn[R];
#define R3(r) spawn[r]
#else
#define R3(r) t0[r] <= LSOFT && cur[r] > latch[r]
#endif

/* R4: no RENEW leaves once the lease has lapsed. */
#define R4(r) !(prom[r] && t0[r] > LSOFT && !disarmed[r])

/* R5: RELEASED after the demotion is confirmed. */
#ifdef MUT_RELEASED_BEFORE_DEMOTED
#define R5(r) skip
#else
#define R5(r) prom[r] = 0
#endif

/* G4: no guard arms what it has cut. */
#ifdef MUT_LATCH_MISSING
#define G4_LATCH(r) skip
#else
#define G4_LATCH(r) latch[r] = cur[r]
#endif

/* M1: time frees nothing while it is on. M3: nor after it, until the holder has renewed, armed again. */
#ifdef MUT_MAINTENANCE_LAPSES
#define M1(v) true
#define M3(v) (phase == 1 || view[v] != held || rearmed[v])
#else
#define M1(v) phase != 1
#ifdef MUT_MAINTENANCE_FORGOTTEN
#define M3(v) true
#else
#define M3(v) (view[v] != held || rearmed[v])
#endif
#endif
#ifdef MUT_ARMED_BEFORE_OFF_IS_HEARD
#define M3_ARMED(r) (!disarmed[r])
#else
#define M3_ARMED(r) (!disarmed[r] && off[r])
#endif
/* R7: HELLO after the clean-up, and in maintenance there is none (M1). */
#ifdef MUT_HELLO_BEFORE_CLEAN_UP
#define R7_CLEAN(r) true
#else
#define R7_CLEAN(r) !unclean[r]
#endif
