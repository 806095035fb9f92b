package dev.koi.wire.datagram;

import dev.koi.core.agreed.Recall;
import dev.koi.core.message.Action;
import dev.koi.core.message.Held;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceState;
import dev.koi.wire.proto.Proto;

/** Every enum by name, each way: the order of constants in core may change without a word here. */
final class Words {

  private Words() {}

  static Proto.Recall recall(Recall recall) {
    return switch (recall) {
      case MOVE -> Proto.Recall.RECALL_MOVE;
      case MANUAL -> Proto.Recall.RECALL_MANUAL;
    };
  }

  static Recall recall(Proto.Recall p) {
    return switch (p) {
      case RECALL_MOVE -> Recall.MOVE;
      case RECALL_MANUAL -> Recall.MANUAL;
      case RECALL_UNSPECIFIED, UNRECOGNIZED -> throw unknown("recall");
    };
  }

  static Proto.Phase phase(Held.Phase phase) {
    return switch (phase) {
      case GRANTED -> Proto.Phase.PHASE_GRANTED;
      case PROMOTING -> Proto.Phase.PHASE_PROMOTING;
      case PROMOTED -> Proto.Phase.PHASE_PROMOTED;
      case DEMOTING -> Proto.Phase.PHASE_DEMOTING;
      case UNCONFIRMED -> Proto.Phase.PHASE_UNCONFIRMED;
    };
  }

  static Held.Phase phase(Proto.Phase p) {
    return switch (p) {
      case PHASE_GRANTED -> Held.Phase.GRANTED;
      case PHASE_PROMOTING -> Held.Phase.PROMOTING;
      case PHASE_PROMOTED -> Held.Phase.PROMOTED;
      case PHASE_DEMOTING -> Held.Phase.DEMOTING;
      case PHASE_UNCONFIRMED -> Held.Phase.UNCONFIRMED;
      case PHASE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("phase");
    };
  }

  static Proto.NodeState nodeState(NodeState state) {
    return switch (state) {
      case FAILED -> Proto.NodeState.NODE_STATE_FAILED;
      case DISCONNECTED -> Proto.NodeState.NODE_STATE_DISCONNECTED;
      case STOPPED -> Proto.NodeState.NODE_STATE_STOPPED;
      case LIVE -> Proto.NodeState.NODE_STATE_LIVE;
      case SLAVE -> Proto.NodeState.NODE_STATE_SLAVE;
      case MASTER -> Proto.NodeState.NODE_STATE_MASTER;
      case ELECTOR -> Proto.NodeState.NODE_STATE_ELECTOR;
      case OTHER -> Proto.NodeState.NODE_STATE_OTHER;
    };
  }

  static NodeState nodeState(Proto.NodeState p) {
    return switch (p) {
      case NODE_STATE_FAILED -> NodeState.FAILED;
      case NODE_STATE_DISCONNECTED -> NodeState.DISCONNECTED;
      case NODE_STATE_STOPPED -> NodeState.STOPPED;
      case NODE_STATE_LIVE -> NodeState.LIVE;
      case NODE_STATE_SLAVE -> NodeState.SLAVE;
      case NODE_STATE_MASTER -> NodeState.MASTER;
      case NODE_STATE_ELECTOR -> NodeState.ELECTOR;
      case NODE_STATE_OTHER -> NodeState.OTHER;
      case NODE_STATE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("node state");
    };
  }

  static Proto.ServiceState serviceState(ServiceState state) {
    return switch (state) {
      case FAILED -> Proto.ServiceState.SERVICE_STATE_FAILED;
      case FAILING -> Proto.ServiceState.SERVICE_STATE_FAILING;
      case STOPPED -> Proto.ServiceState.SERVICE_STATE_STOPPED;
      case STOPPING -> Proto.ServiceState.SERVICE_STATE_STOPPING;
      case STARTING -> Proto.ServiceState.SERVICE_STATE_STARTING;
      case STARTED -> Proto.ServiceState.SERVICE_STATE_STARTED;
      case DEMOTING -> Proto.ServiceState.SERVICE_STATE_DEMOTING;
      case PROMOTING -> Proto.ServiceState.SERVICE_STATE_PROMOTING;
      case PROMOTED -> Proto.ServiceState.SERVICE_STATE_PROMOTED;
    };
  }

  static ServiceState serviceState(Proto.ServiceState p) {
    return switch (p) {
      case SERVICE_STATE_FAILED -> ServiceState.FAILED;
      case SERVICE_STATE_FAILING -> ServiceState.FAILING;
      case SERVICE_STATE_STOPPED -> ServiceState.STOPPED;
      case SERVICE_STATE_STOPPING -> ServiceState.STOPPING;
      case SERVICE_STATE_STARTING -> ServiceState.STARTING;
      case SERVICE_STATE_STARTED -> ServiceState.STARTED;
      case SERVICE_STATE_DEMOTING -> ServiceState.DEMOTING;
      case SERVICE_STATE_PROMOTING -> ServiceState.PROMOTING;
      case SERVICE_STATE_PROMOTED -> ServiceState.PROMOTED;
      case SERVICE_STATE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("service state");
    };
  }

  static Proto.Action action(Action action) {
    return switch (action) {
      case START -> Proto.Action.ACTION_START;
      case STOP -> Proto.Action.ACTION_STOP;
      case PROMOTE -> Proto.Action.ACTION_PROMOTE;
      case DEMOTE -> Proto.Action.ACTION_DEMOTE;
      case STATUS -> Proto.Action.ACTION_STATUS;
      case FAILED -> Proto.Action.ACTION_FAILED;
    };
  }

  static Action action(Proto.Action p) {
    return switch (p) {
      case ACTION_START -> Action.START;
      case ACTION_STOP -> Action.STOP;
      case ACTION_PROMOTE -> Action.PROMOTE;
      case ACTION_DEMOTE -> Action.DEMOTE;
      case ACTION_STATUS -> Action.STATUS;
      case ACTION_FAILED -> Action.FAILED;
      case ACTION_UNSPECIFIED, UNRECOGNIZED -> throw unknown("action");
    };
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("a " + what + " that this version does not know");
  }
}
