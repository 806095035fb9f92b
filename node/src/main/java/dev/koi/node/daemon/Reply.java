package dev.koi.node.daemon;

import dev.koi.wire.api.Response;

/** Who waits for what becomes of a request to the store; told once. */
interface Reply {

  void with(Response response);

  /**
   * It is to be asked again, perhaps of someone else: another node leads by now, or will soon. Whatever
   * this node began may still happen; that it happens once is the request's to see to.
   */
  void again();
}
