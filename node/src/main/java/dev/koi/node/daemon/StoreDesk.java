package dev.koi.node.daemon;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import org.jspecify.annotations.Nullable;

/** What people ask of the store: its keys and its members. */
final class StoreDesk {

  private final Cluster cluster;
  private @Nullable Open open;

  /** From when this node is a member. */
  private record Open(Member member, KeyDesk keys, MemberDesk members) {}

  StoreDesk(Cluster cluster) {
    this.cluster = cluster;
  }

  static boolean isFor(Request request) {
    return request.command().isAboutKeys() || request.command().isAboutMembers();
  }

  /** Whether there is a store in this cluster at all, as its file says. */
  boolean isThere() {
    return cluster.self().configuration().cluster().hasStore();
  }

  /** Whether this node is the one to answer. */
  boolean isMine(Request request) {
    Open desk = open();
    return desk != null && (desk.member.leads() || !KeyDesk.needsLeader(request));
  }

  /** Who else might be; null if nobody is known. */
  @Nullable NodeId whoAnswers() {
    Member member = cluster.store().member();
    NodeId elected = member == null ? null : member.leader();
    return elected == null ? cluster.election().leader() : elected;
  }

  /** Not refused: what was passed on may be done, and asked again of another node, it is done once. */
  static Response stopping() {
    return Response.refused(
        Refusal.UNREACHABLE, "this node stops meanwhile: ask another one; a write may be done yet");
  }

  /** Asks; it is {@link #isMine}. */
  void ask(Request request, Moment now, Reply reply) {
    Open desk = open();
    if (desk == null) {
      reply.again();
    } else if (request.command().isAboutKeys()) {
      desk.keys.ask(request, now, reply);
    } else {
      desk.members.ask(request, cluster.election().heard(), now, reply);
    }
  }

  void step(Moment now) {
    Open desk = open == null ? null : open();
    if (desk != null) {
      desk.keys.step(now);
      desk.members.step();
    }
  }

  /** Whether an entry of the log may be what someone waits for. */
  boolean isWaitedFor() {
    Open desk = open;
    return desk != null && (desk.keys.isWatched() || desk.members.isWaitedFor());
  }

  Moment nextWake(Moment atLatest) {
    Open desk = open;
    return desk == null ? atLatest : desk.keys.nextWake(atLatest);
  }

  private @Nullable Open open() {
    Member member = cluster.store().member();
    Open before = open;
    if (before != null && !before.member.equals(member)) {
      before.keys.close(); // its disk was full: another one goes on, or none
      open = null;
    }
    if (open == null && member != null) {
      open = new Open(member, new KeyDesk(member), new MemberDesk(member));
    }
    return open;
  }
}
