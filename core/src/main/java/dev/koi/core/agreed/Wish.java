package dev.koi.core.agreed;

/**
 * What a person wants of a node's services.
 *
 * @param stopped {@code koi stop}: demoted and stopped until {@code koi start}, whatever happens to the
 *     daemon meanwhile
 * @param recoveries how often {@code koi recover} was said: who sees a higher number than the last one
 *     forgets its failures and tries again. A number, not a flag: it is seen late, twice, or not at all
 */
public record Wish(boolean stopped, long recoveries) {

  public static final Wish NONE = new Wish(false, 0);
}
