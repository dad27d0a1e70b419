#!/usr/bin/env bash
# Measures Sfu beside Janus in all scenarios and writes docs/benchmark.json and docs/benchmark.svg.
# --quick and --ablation, and anything that measures only a part, write to benchmarks/results instead.
# Needs Linux, two cores, the .NET SDK, and Debian's janus: installed by apt-get when this runs as root.
# Everything happens in a network namespace of its own that ends with its last process.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")

case " $* " in
  *" --help "*|*" --list "*) exec dotnet run --project "$here/Sfu.LoadTest" -c Release -- "$@" ;;
esac

if [ "$(uname -s)" != Linux ] || [ "$(nproc)" -lt 2 ]; then
  echo "The load test needs Linux and two cores: one for the server, one for the generator." >&2
  exit 2
fi
for tool in ip unshare taskset dotnet; do
  command -v "$tool" > /dev/null || { echo "The load test needs '$tool' (packages iproute2 and util-linux)." >&2; exit 2; }
done

if ! command -v janus > /dev/null; then
  if [ "$(id -u)" != 0 ]; then
    echo "Janus is missing: run 'apt-get install janus' as root, or run this as root." >&2
    exit 2
  fi
  echo "Installing Debian's janus to compare with (apt-get install janus)." >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends janus > /dev/null
  # The package starts a service; only our own process is wanted.
  if [ -d /run/systemd/system ]; then systemctl disable --now janus > /dev/null 2>&1 || true; fi
fi

# The measured server needs no pages.
dotnet build "$root/src/Sfu.Server" -c Release -v q -nologo -p:SkipWeb=true
dotnet build "$here/Sfu.LoadTest" -c Release -v q -nologo

results="$here/results"
mkdir -p "$results"
name=partial
if [ $# -eq 0 ]; then results="$root/docs"; name=benchmark; fi
case " $* " in
  *" --ablation "*) name=ablation ;;
  *" --try "*) name=trial ;;
  *" --quick "*) name=quick ;;
esac

# Its own network namespace: one interface with an address (Janus gathers no loopback candidates), nothing to the outside.
# The whole run has a limit, and ends all its processes.
unshare=(unshare --net)
if [ "$(id -u)" != 0 ]; then unshare=(unshare --net --user --map-root-user); fi
exec "${unshare[@]}" --kill-child --fork bash -c '
  set -euo pipefail
  ip link set lo up
  ip link add sfuload0 type dummy 2> /dev/null || ip link add sfuload0 type veth peer name sfuload1
  ip address add 10.99.0.1/24 dev sfuload0
  ip link set sfuload0 up
  # Ahead of whatever else runs on the machine, the generator and both servers alike; only root may.
  renice -n -15 -p $$ > /dev/null 2>&1 || true
  if ip link show sfuload1 > /dev/null 2>&1; then ip link set sfuload1 up; fi
  exec timeout --signal=TERM --kill-after=20 3000 taskset -c 1 dotnet "$@"
' load-test "$here/Sfu.LoadTest/bin/Release/net10.0/Sfu.LoadTest.dll" \
  --json "$results/$name.json" --chart "$results/$name.svg" "$@"
