# shellcheck shell=sh
# Sourced by the scripts beside it, which set $root: installs the Debian packages that are missing, and builds.
# Commands write to standard error, so that standard output is the scan's own.

# need LIST...: every package of the lists (ci/*.txt) is installed when this returns. Where that needs
# rights that this user has not, prints the line to run and exits with 2.
need() {
    missing=""
    # shellcheck disable=SC2013  # words are what is wanted
    for package in $(sed 's/#.*//' "$@"); do
        # An installed package says "ii"; one that was removed but for its configuration does not.
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
            ii*) ;;
            *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0

    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        echo "missing packages:$missing" >&2
        echo "not root, and sudo asks for a password; run this, then try again:" >&2
        echo "  sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
        exit 2
    fi
    echo "installing with apt-get:$missing" >&2
    # shellcheck disable=SC2086  # words, each of its own
    if ! { $as_root apt-get update -q &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } >&2; then
        echo "apt-get failed; these are missing:$missing" >&2
        exit 2
    fi
}

# build PRESET [OPTION...]: configures and builds the preset in build/PRESET. Goes on after an error, to name
# them all.
build() {
    preset=$1
    shift
    (cd "${root:?}" && cmake --preset "$preset" "$@" && cmake --build --preset "$preset" -- -k 0) >&2
}
