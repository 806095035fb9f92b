# Completion of koi for bash. Written by PagesTest from the parser's own tables.
# Source it, or put it into /usr/share/bash-completion/completions as koi.

# How the value of an option is completed.
_koi_value() {
  case $1 in
    --address) echo 'nothing' ;;
    --cluster-id) echo 'nothing' ;;
    --electors) echo 'nothing' ;;
    --file) echo 'files' ;;
    --folder) echo 'files' ;;
    --host) echo 'nothing' ;;
    --id) echo 'nothing' ;;
    --keyfile) echo 'files' ;;
    --loopback) echo 'nothing' ;;
    --name) echo 'nothing' ;;
    --output) echo 'words text wide json' ;;
    --password) echo 'nothing' ;;
    --port) echo 'nothing' ;;
    --profile) echo 'words fast normal watchdog' ;;
    --reason) echo 'nothing' ;;
    --secret) echo 'nothing' ;;
    --timeout) echo 'nothing' ;;
    -H) echo 'nothing' ;;
    -f) echo 'files' ;;
    -o) echo 'words text wide json' ;;
    -p) echo 'nothing' ;;
    -t) echo 'nothing' ;;
  esac
}

# How the next argument of a command is completed, by how many stand there already.
_koi_argument() {
  case $1 in
    'koi status:0') echo 'nodes' ;;
    'koi promote:0') echo 'nodes' ;;
    'koi start:0') echo 'nodes' ;;
    'koi stop:0') echo 'nodes' ;;
    'koi recover:0') echo 'nodes' ;;
    'koi maintenance:0') echo 'words on off' ;;
    'koi reconfigure:0') echo 'nodes' ;;
    'koi kv get:0') echo 'nothing' ;;
    'koi kv list:0') echo 'nothing' ;;
    'koi kv set:0') echo 'nothing' ;;
    'koi kv set:1') echo 'nothing' ;;
    'koi kv unset:0') echo 'nothing' ;;
    'koi kv if:0') echo 'nothing' ;;
    'koi kv if:1') echo 'nothing' ;;
    'koi kv if:2') echo 'nothing' ;;
    'koi kv if:3') echo 'words set' ;;
    'koi kv if:4') echo 'nothing' ;;
    'koi kv cas:0') echo 'nothing' ;;
    'koi kv cas:1') echo 'nothing' ;;
    'koi kv cas:2') echo 'nothing' ;;
    'koi kv watch:0') echo 'nothing' ;;
    'koi kv export:0') echo 'nothing' ;;
    'koi kv import:0') echo 'files' ;;
    'koi member add:0') echo 'nodes' ;;
    'koi member remove:0') echo 'nodes' ;;
    'koi member promote:0') echo 'nodes' ;;
    'koi member transfer:0') echo 'nodes' ;;
    'koi config get:0') echo 'keys' ;;
    'koi config set:0') echo 'keys' ;;
    'koi config set:1') echo 'nothing' ;;
    'koi key new:0') echo 'files' ;;
  esac
}

# The nodes that the daemon knows; none at once if there is no daemon.
_koi_nodes() {
  "$@" local -o json -t 500ms 2>/dev/null |
    sed -n 's/.*"nodes":\[\([^]]*\)\].*/\1/p' | tr -d '"' | tr ',' ' '
}

_koi_keys() {
  echo 'node.name node.elector node.runner node.port node.priority node.maintenance node.loglevel node.logfile node.state_dir node.run_dir node.guard node.last_resort node.increment_port node.reuse_address node.force_restart cluster.id cluster.transport cluster.quorum cluster.password cluster.keyfile cluster.electors service.folder service.workingdir service.start_timeout service.stop_timeout service.status_timeout service.promote_timeout service.demote_timeout service.failed_timeout service.auto_recover service.auto_recover_wait_factor time.profile time.heartbeat_interval time.cluster_update_interval time.renew_interval time.lease_soft time.lease_hard time.guard_budget time.election_timeout time.status_interval time.elector_startup_tolerance time.initial_promotion_delay time.auto_recover_time time.failcount_reset time.failure_promotion_timeout time.state_update_interval time.elector_tick_interval time.runner_tick_interval time.elector_lost_time time.elector_gone_time time.quorum_demote_time time.mainloop_sleep_time time.master_dead_time store.snapshot_period group.default.class group.default.folder group.default.type group.default.profile group.default.runners group.default.prefer group.default.failback group.default.role group.default.leftovers api.listen api.tls_cert api.tls_key api.token_file fence.command watchdog.device watchdog.timeout'
}

_koi_options() {
  case $1 in
    'koi') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout -v --version --yes' ;;
    'koi local') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout -w --watch --yes' ;;
    'koi status') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout -w --watch --yes' ;;
    'koi promote') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi demote') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi elect') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi start') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi stop') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi recover') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi failures') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout -w --watch --yes' ;;
    'koi maintenance') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi reconfigure') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi noop') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi kv') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi kv get') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret --stale -t --timeout --yes' ;;
    'koi kv list') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret --stale -t --timeout --yes' ;;
    'koi kv set') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi kv unset') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi kv if') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi kv cas') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --unset --yes' ;;
    'koi kv watch') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi kv export') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret --stale -t --timeout --yes' ;;
    'koi kv import') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi member') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi member list') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout -w --watch --yes' ;;
    'koi member add') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi member remove') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi member promote') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi member transfer') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout --yes' ;;
    'koi tree') echo '-c --color -d --debug -f --file --force -h --help -H --host --id -C --no-color --no-wait -o --output -p --port --reason --secret -t --timeout -w --watch --yes' ;;
    'koi config') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi config check') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi config list') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi config get') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi config set') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi key') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
    'koi key new') echo '-c --color -d --debug -f --file -h --help --id -C --no-color -o --output' ;;
    'koi init') echo '--address --cluster-id -c --color -d --debug --electors -f --file --folder --force -h --help --keyfile --loopback --name -C --no-color --no-elector --no-runner --no-store -o --output --password --port --profile' ;;
    'koi version') echo '-c --color -d --debug -f --file -h --help -C --no-color -o --output' ;;
  esac
}

_koi_words() {
  case $1 in
    'koi:0') echo 'local status promote demote elect start stop recover failures maintenance reconfigure noop kv member tree config key init version help' ;;
    'koi kv:0') echo 'get list set unset if cas watch export import' ;;
    'koi member:0') echo 'list add remove promote transfer' ;;
    'koi config:0') echo 'check list get set' ;;
    'koi key:0') echo 'new' ;;
  esac
}

_koi() {
  local current=${COMP_WORDS[COMP_CWORD]} place=koi option= count=0 i word kind
  local -a ask=("${COMP_WORDS[0]}")
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ -n "$option" ]; then
      [ "$word" = = ] && continue # bash takes --output=json apart
      case $option in -f | --file) ask+=(-f "$word") ;; esac
      option=
      continue
    fi
    case "$place $word" in
      'koi local' | 'koi status' | 'koi promote' | 'koi demote' | 'koi elect' | 'koi start' | 'koi stop' | 'koi recover' | 'koi failures' | 'koi maintenance' | 'koi reconfigure' | 'koi noop' | 'koi kv' | 'koi kv get' | 'koi kv list' | 'koi kv set' | 'koi kv unset' | 'koi kv if' | 'koi kv cas' | 'koi kv watch' | 'koi kv export' | 'koi kv import' | 'koi member' | 'koi member list' | 'koi member add' | 'koi member remove' | 'koi member promote' | 'koi member transfer' | 'koi tree' | 'koi config' | 'koi config check' | 'koi config list' | 'koi config get' | 'koi config set' | 'koi key' | 'koi key new' | 'koi init' | 'koi version')
        place="$place $word"
        continue
        ;;
    esac
    case $word in
      -*) [ -z "$(_koi_value "$word")" ] || option=$word ;;
      help) [ "$place" != koi ] || count=0 ;;
      *) count=$((count + 1)) ;;
    esac
  done
  [ "$current" != = ] || current=
  if [ -n "$option" ]; then
    kind=$(_koi_value "$option")
  else
    case $current in
      -*) kind="words $(_koi_options "$place")" ;;
      *)
        kind="words $(_koi_words "$place:$count")"
        [ "$kind" != 'words ' ] || kind=$(_koi_argument "$place:$count")
        ;;
    esac
  fi
  case $kind in
    words\ *) mapfile -t COMPREPLY < <(compgen -W "${kind#words }" -- "$current") ;;
    nodes) mapfile -t COMPREPLY < <(compgen -W "$(_koi_nodes "${ask[@]}")" -- "$current") ;;
    keys) mapfile -t COMPREPLY < <(compgen -W "$(_koi_keys)" -- "$current") ;;
    files)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      compopt -o filenames 2>/dev/null
      ;;
  esac
  return 0
}

complete -F _koi koi
