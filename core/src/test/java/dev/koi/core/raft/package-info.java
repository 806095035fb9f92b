/** Statements of the paper and the thesis, stories, and seeded chaos, all about {@link dev.koi.core.raft.Raft}. */
@NullMarked
package dev.koi.core.raft;

import org.jspecify.annotations.NullMarked;
