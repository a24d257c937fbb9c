#!/usr/bin/env bash
# Runs the long proofs, all of them or one part, and says in the end what each has come to. A failure in one part or
# module does not keep the others from running.
#
#   scripts/proof.sh            all parts, one after the other
#   scripts/proof.sh races      one part: see `parts` below
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

declare -A parts=(
  [races]='*ContractTests,*BackendTests,ThreeMembersTests,ClusterRacesTests,JpaRacesTests'
  [kills]='KillTests,SnapshotKillTests,NodeKillTests,MemberLossTests,JpaServerCrashTests,JpaLeaseTests'
  [floods]='FloodTests'
  [cluster]='RollingRestartTests,SplitBrainTests'
  [fuzz]='FuzzTests'
  [arrays]='RandomArraysTests'
  [speed]='SnapshotSpeedTests,JpaThroughputTests,ThroughputTests,S3SpeedTests'
)
order=(arrays fuzz races kills floods cluster speed)

if (($# > 0)); then
  [[ -n ${parts[$1]:-} ]] || { echo "There is no part '$1': ${order[*]}" >&2; exit 2; }
  order=("$1")
fi

failed=0
summary=()
for part in "${order[@]}"; do
  start=$SECONDS
  find . -path '*/target/surefire-reports/*' -name 'TEST-*.xml' -delete
  ./mvnw -B -ntp -Pproof verify -Dtest="${parts[$part]}" -Dsurefire.failIfNoSpecifiedTests=false \
    -Dzarr.race.rounds=2000 -Dmaven.test.failure.ignore=true
  built=$?
  read -r run wrong < <(find . -path '*/target/surefire-reports/*' -name 'TEST-*.xml' -exec grep -h '<testsuite ' {} + |
    awk -F'"' '{ for (i = 1; i < NF; i++) {
      if ($i ~ / tests=$/) run += $(i + 1)
      if ($i ~ / (errors|failures)=$/) wrong += $(i + 1)
    } } END { print run + 0, wrong + 0 }')
  ((built == 0 && wrong == 0 && run > 0)) || failed=1
  summary+=("$(printf '%-8s %5d tests, %d failed, %d min, Maven ended with %d' "$part" "$run" "$wrong" \
    "$(((SECONDS - start) / 60))" "$built")")
done

printf '%s\n' "${summary[@]}"
exit $failed
