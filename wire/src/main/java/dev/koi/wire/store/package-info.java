/**
 * How the replicated state is written into the log and into snapshots. Start at {@link
 * dev.koi.wire.store.ProposalCodec} (what an entry's command says) and {@link
 * dev.koi.wire.store.SnapshotCodec} (the whole state machine); the layout is in {@code store.proto}, which
 * also says how it may change. No checksums here: on disk {@link dev.koi.wire.journal} has them, on the
 * network {@link dev.koi.wire.seal}.
 */
@NullMarked
package dev.koi.wire.store;

import org.jspecify.annotations.NullMarked;
