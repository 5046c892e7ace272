# What ./softmax of the sources and bin/softmax of the distribution share: finding a JDK 25, the JVM's
# flags, and the start itself. Sourced, not run. Every process that bash forks costs a millisecond, so
# nothing here forks one. Where its parts come from: docs/decisions/007-launcher-and-start-up.md.

fail() {
  printf 'softmax: %s\n' "$1" >&2
  exit 1
}

# Does folder $1 hold a JDK 25? Reads its release file; Java itself is not started. Sets jdk_version.
is_jdk_25() {
  local line found=
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'*) found=yes ;;
      JAVA_RUNTIME_VERSION=*) jdk_version=${line#*=} ;;
    esac
  done <"$1/release"
  [[ -n $found ]]
}

# Sets jdk. $1 is where it was the last time, or empty.
find_jdk() {
  local candidate on_path
  if [[ -n ${SOFTMAX_JAVA_HOME:-} ]]; then
    is_jdk_25 "$SOFTMAX_JAVA_HOME" ||
      fail "SOFTMAX_JAVA_HOME is $SOFTMAX_JAVA_HOME, which is not the folder of a JDK 25; set it to one, or unset it to search the usual places."
    jdk=$SOFTMAX_JAVA_HOME
    return
  fi
  for candidate in "${JAVA_HOME:-}" "$1"; do
    if [[ -n $candidate ]] && is_jdk_25 "$candidate"; then
      jdk=$candidate
      return
    fi
  done
  if on_path=$(type -P java); then
    while [[ -L $on_path ]]; do
      candidate=$(readlink "$on_path")
      [[ $candidate == /* ]] && on_path=$candidate || on_path=${on_path%/*}/$candidate
    done
    candidate=${on_path%/bin/java}
    if is_jdk_25 "$candidate"; then
      jdk=$candidate
      return
    fi
  fi
  for candidate in /usr/lib/jvm/* /opt/* /opt/*/* /usr/java/* /usr/local/lib/jvm/* \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* "${HOME:-/}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk_25 "$candidate"; then
      jdk=$candidate
      return
    fi
  done
  fail "no JDK 25 found; install one (for example Temurin 25 from https://adoptium.net) and set SOFTMAX_JAVA_HOME to its folder if it is not in one of the usual places."
}

# Sets jars to the class path of the jars in folder $1. Their order decides whether a cache fits, so it
# must not depend on the user's language.
find_jars() {
  local LC_ALL=C IFS=:
  local list=("$1"/*.jar)
  jars="${list[*]}"
}

# Sets kind for a command line: light, plot, explain or heavy. All but the last touch no SIMD kernel,
# live shortly and start fastest without the incubator module; what they load differs, and the JVM
# loads all that a cache holds.
find_kind() {
  local argument
  kind=light
  for argument in "$@"; do
    case $argument in
      -*) ;;
      train | summary | evaluate | predict | calibrate | generate | bandit | rl | import | export | doctor) kind=heavy; break ;;
      # ONNX Runtime's library is loaded with the flags of the heavy ones.
      inspect) [[ $* != *.onnx* ]] || kind=heavy; break ;;
      plot | explain) kind=$argument; break ;;
      *) break ;;
    esac
  done
}

# Sets flags for kind $1. $2 is the folder of native libraries that need no unpacking.
set_flags() {
  flags=(-Djava.awt.headless=true -XX:+UseSerialGC)
  if [[ $1 == heavy ]]; then
    # ONNX Runtime and DuckDB are native code, which the JVM would warn of.
    flags+=(-XX:MaxRAMPercentage=70 --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED)
    [[ ! -d $2 ]] || flags+=(-Djava.library.path="$2" -Donnxruntime.native.path="$2")
  else
    flags+=(-XX:TieredStopAtLevel=1 -Ddev.softmax.kernels=scalar)
  fi
}

# Records what a run of kind $1 loads and compiles into the cache $2, so that later runs start with it.
# $3 is an empty folder to work in, $4 that of native libraries. Sets flags.
record_start() {
  set_flags "$1" "$4"
  "$jdk/bin/java" "${flags[@]}" -XX:AOTCacheOutput="$2" -cp "$jars" \
    dev.softmax.cli.Training "$1" "$3" >"$3/$1.log" 2>&1 && [[ -s $2 ]]
}

# Runs the command line with flags, and with the cache $1 if it is there. A cache that does not fit is
# passed over by the JVM without a word.
run() {
  local cache=$1 columns
  shift
  # Names of files and classes are read and written as UTF-8, also where no locale is set.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *UTF-8* | *utf8* | *UTF8* | *utf-8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  [[ ! -r $cache ]] || flags+=(-XX:AOTCache="$cache" -Xlog:disable -Xlog:all=error:stderr)
  if [[ $kind != heavy ]]; then
    exec "$jdk/bin/java" "${flags[@]}" -cp "$jars" dev.softmax.cli.Main "$@"
  fi
  # A progress bar needs to know that it writes to a terminal, and how wide that is.
  if [[ -t 2 ]]; then
    columns=$(stty size <&2 2>/dev/null)
    columns=${columns##* }
    ((${columns:-0} > 0)) || columns=80
    flags+=(-Dsoftmax.columns="$columns")
  fi
  # The JVM prints one line about the incubator module on descriptor 2 before anything of ours runs,
  # and no flag silences it. So it starts with that descriptor closed off and the real one as 3.
  exec "$jdk/bin/java" "${flags[@]}" -Dsoftmax.stderr=3 -cp "$jars" dev.softmax.cli.Main "$@" 3>&2 2>/dev/null
}
