package dev.koi.cli.pages;

/** What of the completions is the same for all commands. */
final class Templates {

  private static final String SHARED =
      """
      # How the value of an option is completed.
      _koi_value() {
        case $1 in
      @VALUES@
        esac
      }

      # How the next argument of a command is completed, by how many stand there already.
      _koi_argument() {
        case $1 in
      @ARGUMENTS@
        esac
      }

      # The nodes that the daemon knows; none at once if there is no daemon.
      _koi_nodes() {
        "$@" local -o json -t 500ms 2>/dev/null |
          sed -n 's/.*"nodes":\\[\\([^]]*\\)\\].*/\\1/p' | tr -d '"' | tr ',' ' '
      }

      _koi_keys() {
        echo '@KEYS@'
      }

      """;

  static final String BASH =
      """
      # Completion of koi for bash. Written by PagesTest from the parser's own tables.
      # Source it, or put it into /usr/share/bash-completion/completions as koi.

      """
          + SHARED
          + """
      _koi_options() {
        case $1 in
      @OPTIONS@
        esac
      }

      _koi_words() {
        case $1 in
      @WORDS@
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
            @COMMANDS@)
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
          words\\ *) mapfile -t COMPREPLY < <(compgen -W "${kind#words }" -- "$current") ;;
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
      """;

  static final String ZSH =
      """
      #compdef koi
      # Completion of koi for zsh. Written by PagesTest from the parser's own tables.
      # Put it into a folder of $fpath as _koi.

      """
          + SHARED
          + """
      _koi() {
        local place=koi option= word kind i
        integer count=0
        local -a ask options commands
        ask=("$words[1]")
        for ((i = 2; i < CURRENT; i++)); do
          word=$words[i]
          if [[ -n $option ]]; then
            [[ $option != (-f|--file) ]] || ask+=(-f "$word")
            option=
            continue
          fi
          case "$place $word" in
            @COMMANDS@)
              place="$place $word"
              continue
              ;;
          esac
          case $word in
            --*=*) [[ $word != --file=* ]] || ask+=("$word") ;;
            -*) [[ -z "$(_koi_value "$word")" ]] || option=$word ;;
            help) [[ $place == koi ]] || count+=1 ;;
            *) count+=1 ;;
          esac
        done
        if [[ -z $option && $words[CURRENT] == --*=* ]]; then
          option=${words[CURRENT]%%=*}
          compset -P '*='
        fi
        if [[ -n $option ]]; then
          kind=$(_koi_value "$option")
        elif [[ $words[CURRENT] == -* ]]; then
          case $place in
      @OPTIONS@
          esac
          _describe -o option options
          return
        else
          case "$place:$count" in
      @WORDS@
          esac
          if (( $#commands )); then
            _describe command commands
            return
          fi
          kind=$(_koi_argument "$place:$count")
        fi
        case $kind in
          words\\ *) compadd -- ${=kind#words } ;;
          nodes) compadd -- ${=$(_koi_nodes "${ask[@]}")} ;;
          keys) compadd -- ${=$(_koi_keys)} ;;
          files) _files ;;
        esac
      }

      if [[ $funcstack[1] == _koi ]]; then
        _koi "$@"
      else
        compdef _koi koi
      fi
      """;

  private Templates() {}
}
