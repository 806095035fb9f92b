/**
 * What the members of the replicated log say to each other, as bytes and back. Start at {@link
 * dev.koi.wire.raft.EnvelopeCodec}; the layout is in {@code raft.proto}. What {@link
 * dev.koi.core.raft.Raft} takes for granted of a message, and who is to refuse one that is otherwise,
 * stands in {@code Sense}. Entries and members look the same in a message and on disk ({@link
 * dev.koi.wire.journal}): {@link dev.koi.wire.raft.RaftFields}.
 */
@NullMarked
package dev.koi.wire.raft;

import org.jspecify.annotations.NullMarked;
