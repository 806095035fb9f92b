/**
 * The Raft consensus algorithm: one log for several members. Start at {@link dev.koi.core.raft.Raft};
 * what goes in is a {@link dev.koi.core.raft.RaftInput}, what comes out a {@link
 * dev.koi.core.raft.RaftOutput}. Then {@link dev.koi.core.raft.RaftState}, {@link
 * dev.koi.core.raft.Role}, and by what happens: {@code Elections}, {@code Following}, {@code Leading} with
 * {@code Replication}, {@code MembershipChange}, {@code LeadershipTransfer}.
 *
 * <pre>
 *   follower ──silence──► pre-candidate ──a majority would──► candidate ──own vote on disk,
 *      ▲  ▲                     │                                 │       a majority did──► leader
 *      │  └──a leader is heard──┴─────────────────────────────────┘                           │
 *      └──────── a later term, no majority heard, or removed ◄────────────────────────────────┘
 * </pre>
 */
@NullMarked
package dev.koi.core.raft;

import org.jspecify.annotations.NullMarked;
