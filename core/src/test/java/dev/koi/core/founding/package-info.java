@NullMarked
package dev.koi.core.founding;

import org.jspecify.annotations.NullMarked;
