package dev.koi.core.agreed;

/** Why a holder is asked to give its group up. */
public enum Recall {
  /** {@code koi promote} named another node. */
  MOVE,
  /** {@code koi demote}: nobody shall be master. */
  MANUAL,
}
