package dev.koi.node.start;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * SIGUSR1. The JDK has no other door to signals than sun.misc.Signal, which is exported, documented in
 * JEP 260 as one that stays, and warned about by the compiler in a way that cannot be switched off; so
 * it is called by reflection. To catch the signal in a native helper instead would be another process.
 */
final class Signals {

  private Signals() {}

  /**
   * What is done on SIGUSR1, which otherwise would end the process. Never blocks.
   *
   * @throws IllegalStateException if this JDK has changed
   */
  @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself
  static void onReload(Runnable action) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                action.run();
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "reads the configuration again";
            };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
      Object usr1 = signal.getConstructor(String.class).newInstance("USR1");
      signal.getMethod("handle", signal, type).invoke(null, usr1, proxy);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("this JDK gives no access to signals", changed);
    }
  }
}
