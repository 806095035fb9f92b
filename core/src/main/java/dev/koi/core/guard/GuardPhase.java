package dev.koi.core.guard;

/** How far the guards are with an epoch that they end. */
public enum GuardPhase {
  /** In good order: the daemon is gone. */
  DEMOTING,
  /** Everything is killed, then taken down. */
  CUTTING,
  /** It is demoted for certain. */
  CONFIRMED,
  /** Nothing proves it; it is tried again. */
  UNCONFIRMED,
}
