#!/usr/bin/env bash
# Builds everything once, runs every test and ends with one line: "N passed, N failed".
#
#   ./test.sh                     everything
#   ./test.sh wire browser        only tests/Sfu.Wire.Tests and tests/Sfu.Browser.Tests ("web" is the client's unit tests)
#   ./test.sh browser -- --filter FullyQualifiedName~Firefox      what follows -- goes to `dotnet test`
#
# Needs the .NET 10 SDK and Node 20 or newer. The Debian packages that tests drive (browsers, openssl, GStreamer ...) are
# installed when run as root; otherwise what is missing is named and the run fails. docs/testing.md says more.
# Settings: SFU_TEST_CONFIGURATION (Release), SFU_TEST_LIMIT_SECONDS (1500 for each project).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

configuration=${SFU_TEST_CONFIGURATION:-Release}
limit_seconds=${SFU_TEST_LIMIT_SECONDS:-1500}
hang_seconds=$((limit_seconds / 3)) # for a single test
results=$PWD/artifacts/test
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 # nothing of a run outlives it
export TZ=UTC

wanted=() passed=0 failed=0 skipped=0 failures=()
while (($#)); do
  [[ $1 == -- ]] && { shift; break; }
  wanted+=("${1,,}")
  shift
done
dotnet_test_arguments=("$@")

say() { printf '\n== %s\n' "$*"; }

finish() {
  local name
  if ((${#failures[@]})); then
    say "Failed"
    for name in "${failures[@]}"; do printf '  %s\n' "$name"; done
  fi
  printf '\n%s passed, %s failed' "$passed" "$failed"
  ((skipped)) && printf ', %s skipped' "$skipped"
  printf '\n'
  ((failed == 0 && passed > 0))
  exit
}

fail() { # something other than a test went wrong: counts as one failure
  failures+=("$*")
  failed=$((failed + 1))
}

is_wanted() {
  ((${#wanted[@]} == 0)) && return 0
  local name
  for name in "${wanted[@]}"; do [[ $name == "$1" ]] && return 0; done
  return 1
}

# --- what is there to run ---------------------------------------------------------------------------------------------
projects=() known=(web)
for file in tests/*/Sfu.*.Tests.csproj; do
  name=$(basename "$file" .csproj)
  short=${name#Sfu.}
  short=${short%.Tests}
  known+=("${short,,}")
  is_wanted "${short,,}" && projects+=("$name")
done
for name in "${wanted[@]+"${wanted[@]}"}"; do
  [[ " ${known[*]} " == *" $name "* ]] || { echo "No tests are called '$name'; there are: ${known[*]}"; fail "unknown name $name"; finish; }
done

# --- tools and Debian packages ----------------------------------------------------------------------------------------
command -v dotnet >/dev/null || { fail "the .NET 10 SDK is missing (no dotnet on PATH)"; finish; }
node_major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
((${node_major:-0} >= 20)) || { fail "Node 20 or newer is missing"; finish; }

packages=()
need() { # need <package> <command that succeeds when it is there>
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || packages+=("$package")
}
has_library() { ldconfig -p | grep "$1"; } # not -q: it would break the pipe
has_gi() { /usr/bin/python3 -c "import gi; gi.require_version('$1', '1.0')"; }
has_gst() { ls /usr/lib/*/gstreamer-1.0/"$1"; }
PATH=$PATH:/usr/sbin:/sbin

need openssl command -v openssl
if is_wanted browser; then
  need chromium test -x /usr/bin/chromium
  need firefox-esr test -x /usr/bin/firefox-esr
  need strace command -v strace
fi
if is_wanted browser || is_wanted interop; then need iproute2 command -v ip; fi
if is_wanted interop; then
  need libsrtp2-1 has_library libsrtp2.so.1
  need python3-gst-1.0 has_gi Gst
  need gir1.2-gst-plugins-base-1.0 has_gi GstSdp
  need gir1.2-gst-plugins-bad-1.0 has_gi GstWebRTC
  need gstreamer1.0-plugins-base has_gst libgstopus.so
  need gstreamer1.0-plugins-good has_gst libgstvpx.so
  need gstreamer1.0-plugins-bad has_gst libgstwebrtc.so
  need gstreamer1.0-nice has_gst libgstnice.so
fi
rm -rf "$results"
mkdir -p "$results"
if ((${#packages[@]})); then
  say "The tests need these Debian packages: ${packages[*]}"
  if ((EUID != 0)); then
    echo "Not root, so they are not installed here. Run: apt-get install --no-install-recommends ${packages[*]}"
    fail "missing packages: ${packages[*]}"
    finish
  fi
  export DEBIAN_FRONTEND=noninteractive
  if ! { timeout -k 5 300 apt-get update -qq &&
    timeout -k 5 900 apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$results/apt.log" 2>&1 </dev/null; then
    tail -n 30 "$results/apt.log"
    fail "apt-get could not install: ${packages[*]}"
    finish
  fi
fi

# --- build, once ------------------------------------------------------------------------------------------------------
step() { # step <seconds> <log> <what it is called> <command...>: runs it; on failure shows its log, counts it and ends the run
  local seconds=$1 log=$results/$2 title=$3 started=$SECONDS
  shift 3
  say "$title"
  if ! timeout -s KILL "$seconds" "$@" >"$log" 2>&1 </dev/null; then
    tail -n 60 "$log"
    fail "$title"
    finish
  fi
  echo "$((SECONDS - started)) s"
}
node_modules() { # node_modules <folder>: npm ci, unless what is there is as new as the lock
  [[ $1/node_modules/.package-lock.json -nt $1/package-lock.json ]] && return
  step 300 "npm-$(basename "$1").log" "npm ci in $1" npm --prefix "$1" ci --no-audit --no-fund
}

for lock in $(find src tests -name node_modules -prune -o -name package-lock.json -print); do
  folder=$(dirname "$lock")
  case $folder in
    tests/Sfu.Browser.Tests/*) is_wanted browser && node_modules "$folder" ;;
    tests/Sfu.Interop.Tests/*) is_wanted interop && node_modules "$folder" ;;
    src/web) node_modules "$folder" ;;
  esac
done
if ((${#wanted[@]} == 0)); then
  step 900 build.log "Build of client and server ($configuration)" dotnet build Sfu.sln -c "$configuration" -v quiet
else
  for name in "${projects[@]+"${projects[@]}"}"; do
    step 900 "build-$name.log" "Build of $name ($configuration)" dotnet build "tests/$name" -c "$configuration" -v quiet
  done
fi

# --- run --------------------------------------------------------------------------------------------------------------
run_web() {
  local log=$results/web.log code ran
  say "web client"
  timeout -s KILL "$limit_seconds" npm --prefix src/web test >"$log" 2>&1 </dev/null
  code=$?
  sum() { sed -nE "s/^(#|ℹ) $1 ([0-9]+)$/\2/p" "$log" | awk '{ n += $1 } END { print n + 0 }'; }
  ran=$(sum pass)
  passed=$((passed + ran))
  skipped=$((skipped + $(sum skipped) + $(sum todo)))
  local bad=$(($(sum fail) + $(sum cancelled)))
  failed=$((failed + bad))
  while read -r name; do failures+=("web: $name"); done < <(sed -nE 's/^ *not ok [0-9]+ - (.*)$/\1/p; s/^ *✖ (.*) \([0-9.]+ms\)$/\1/p' "$log" | sort -u)
  ((code != 0 && bad == 0)) && fail "web: npm test ended with code $code"
  ((code == 0 && ran == 0)) && fail "web: ran no test"
  ((code != 0)) && tail -n 80 "$log"
  echo "$ran of $((ran + bad)) passed"
}

run_project() {
  local name=$1 log=$results/$1.log trx=$results/$1.trx code started=$SECONDS
  say "$name"
  # The inner limit names the test that hangs; the outer one kills whatever that could not.
  timeout -s KILL "$limit_seconds" dotnet test "tests/$name" -c "$configuration" --no-build --nologo \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
    --blame-hang-timeout "${hang_seconds}s" --blame-hang-dump-type none \
    "${dotnet_test_arguments[@]+"${dotnet_test_arguments[@]}"}" >"$log" 2>&1 </dev/null
  code=$?
  counter() { { grep -o '<Counters [^>]*>' "$trx" 2>/dev/null || true; } | sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" | head -n 1; }
  local total good bad
  total=$(counter total) good=$(counter passed) bad=$(counter failed)
  total=${total:-0} good=${good:-0} bad=${bad:-0}
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - good - bad))
  while read -r test; do failures+=("$name: $test"); done < <(
    { grep -o '<UnitTestResult [^>]*>' "$trx" 2>/dev/null || true; } | grep 'outcome="Failed"' |
      sed -E 's/.* testName="([^"]*)".*/\1/; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g')
  ((code != 0)) && tail -n 150 "$log"
  if ((total == 0 && code == 0)); then fail "$name: ran no test"; fi
  if ((code == 137)); then fail "$name: killed after $((SECONDS - started)) s"
  elif ((code != 0 && bad == 0)); then fail "$name: the run broke off (code $code)"; fi
  echo "$good of $total passed in $((SECONDS - started)) s"
}

if is_wanted web; then
  if [[ -f src/web/package.json ]]; then run_web; else fail "web: src/web/package.json is missing"; fi
fi
for name in "${projects[@]+"${projects[@]}"}"; do run_project "$name"; done
if ((${#wanted[@]} == 0)); then
  say "Privacy criteria and the tests above that show them (docs/privacy.md)"
  grep -ho '<UnitTestResult [^>]*>' "$results"/*.trx 2>/dev/null | grep 'outcome="Passed"' |
    sed -nE 's/.* testName="([^"(]*\.)?([A-Za-z0-9]+)\.[A-Za-z0-9_]+[("].*/\2/p' | sort | uniq -c | awk '{ print $2, $1 }' >"$results/passed-by-class"
  while IFS='|' read -r id promise state classes; do
    proof=""
    for class in ${classes//,/}; do
      count=$(awk -v class="$class" '$1 == class { print $2 }' "$results/passed-by-class")
      proof+="${proof:+, }$class (${count:-no} tests passed)"
      [[ -n $count ]] || fail "$id: no test of $class passed"
    done
    printf '%s %s: %s, proven by %s\n' "$id" "$promise" "$state" "$proof"
  done < <(sed -nE 's/^\| (PRV-[0-9]+) \| ([^|]+) \| ((shown|partly)[^|]*) \| ([^|]+) \|$/\1|\2|\3|\5/p' docs/privacy.md | tr -d '`')
fi
finish
