package dev.koi.node.api;

import dev.koi.wire.api.Access.Asker;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who asks, as the kernel says it (SO_PEERCRED): nothing that the other side could claim.
 *
 * @param trusted whether it is root or the daemon's own user
 */
record Peer(String user, boolean trusted) {

  /** The two users that may order. */
  record Trusted(UserPrincipal root, UserPrincipal own) {

    /**
     * Root, and the owner of a file that this process has just made.
     *
     * @throws IOException if the users cannot be looked up
     */
    static Trusted ownerOf(Path file) throws IOException {
      // A number that is no user's name is taken for the user id: root may have another name.
      UserPrincipal root =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
      return new Trusted(root, Files.getOwner(file));
    }
  }

  Asker asker() {
    return trusted ? Asker.TRUSTED_USER : Asker.ANY_USER;
  }

  static Peer of(SocketChannel channel, Trusted trusted) throws IOException {
    UnixDomainPrincipal principal = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    UserPrincipal user = principal.user();
    boolean mayOrder = user.equals(trusted.root()) || user.equals(trusted.own());
    return new Peer(user.getName(), mayOrder);
  }
}
