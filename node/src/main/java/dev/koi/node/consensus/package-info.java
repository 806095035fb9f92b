/**
 * One member of the consensus, driven: {@link dev.koi.node.consensus.Consensus} feeds {@link
 * dev.koi.core.raft.Raft} with what happens, does what comes out, applies what is agreed to a {@link
 * dev.koi.node.consensus.StateMachine}, and tells who asked what became of it.
 */
@NullMarked
package dev.koi.node.consensus;

import org.jspecify.annotations.NullMarked;
