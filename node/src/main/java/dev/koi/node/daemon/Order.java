package dev.koi.node.daemon;

import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Response;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An order that was accepted and is not done yet.
 *
 * @param target who shall be master, null unless someone is to be promoted
 * @param until when the answer is given up; the order itself goes on
 */
record Order(
    Command command,
    GroupName group,
    @Nullable NodeId target,
    Moment until,
    Consumer<Response> answer) {}
