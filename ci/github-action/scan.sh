#!/bin/sh
# Step 2 of the Action: scans what the event added. Annotations go to standard output, the table to the job's
# summary, SARIF to a file. Its exit status is that of aegis.
set -u

zero='^0*$'
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT

# scan COMMAND [REVISION...]: runs aegis, and hands its reports on.
scan() {
    command=$1
    shift
    echo "aegis $command $*"
    status=0
    "$AEGIS_PROGRAM" "$command" --format github --also "sarif=$AEGIS_SARIF" --also "markdown=$summary" \
        --confidence "$AEGIS_CONFIDENCE" "$@" || status=$?
    cat "$summary" >>"$GITHUB_STEP_SUMMARY"
    {
        echo "exit-code=$status"
        [ ! -s "$AEGIS_SARIF" ] || echo "sarif=$AEGIS_SARIF"
    } >>"$GITHUB_OUTPUT"
    [ "$status" -ne 3 ] || echo "::error::aegis: something was not scanned; the log says what, and what to do"
    exit "$status"
}

# from BEFORE AFTER: what a push added. Where nothing says what was there before (a new branch, a force push
# whose old commits are gone), all that the default branch has not.
from() {
    if ! echo "$1" | grep -q "$zero" && git cat-file -e "$1^{commit}" 2>/dev/null; then
        scan range "$1..$2"
    fi
    base=refs/remotes/origin/$DEFAULT_BRANCH
    if [ "$REF" = "refs/heads/$DEFAULT_BRANCH" ] || ! git cat-file -e "$base" 2>/dev/null; then
        echo "::notice::aegis: what was there before is not known: all commits up to this one are scanned"
        scan range "$2"
    fi
    scan range "$2" "^$base"
}

if [ "$AEGIS_REVISIONS" = all ]; then scan history; fi
if [ -n "$AEGIS_REVISIONS" ]; then
    set -f
    # shellcheck disable=SC2086  # revisions, each a word
    scan range $AEGIS_REVISIONS
fi

case $EVENT in
    pull_request | pull_request_target) scan range "$PULL_BASE..$PULL_HEAD" ;;
    merge_group) scan range "$QUEUE_BASE..$QUEUE_HEAD" ;;
    push)
        if echo "$PUSH_AFTER" | grep -q "$zero"; then
            echo "::notice::aegis: $EVENT took a branch or tag away: nothing to scan"
            echo "exit-code=0" >>"$GITHUB_OUTPUT"
            exit 0
        fi
        # A tag's own message is scanned with it.
        case $REF in refs/tags/*) git cat-file -e "$REF" 2>/dev/null && PUSH_AFTER=$REF ;; esac
        from "$PUSH_BEFORE" "$PUSH_AFTER"
        ;;
    *) scan history ;;
esac
