package dev.koi.core.tenure;

/** Why a runner gives an epoch up. */
public enum GiveUp {
  /** The leader asked for it: a planned move, or manual mode. */
  RECALLED,
  /** Its services failed, or cannot be promoted. */
  UNFIT,
  /** The daemon stops, or its services by order. */
  STOPPING,
  /** Nobody confirmed the lease in time. */
  LAPSED,
  /** Another epoch is in force: a breach, so what runs is cut. */
  REVOKED,
}
