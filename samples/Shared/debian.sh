# Sourced by the install scripts. install_debian PACKAGE...: as root, or through sudo where it asks for no password; the
# lists may be missing or old. Says what it cannot install.
install_debian() {
  local root=() log
  log=$(mktemp)
  [ "$(id -u)" -eq 0 ] || root=(sudo -n)
  if command -v apt-get >/dev/null && "${root[@]}" true 2>/dev/null; then
    root+=(env DEBIAN_FRONTEND=noninteractive apt-get)
    "${root[@]}" install -y -q "$@" >"$log" 2>&1 ||
      { "${root[@]}" update -q && "${root[@]}" install -y -q "$@"; } >"$log" 2>&1 || tail -n 1 "$log"
  else
    echo "not installed: $* (needs apt-get as root)"
  fi
  rm -f "$log"
}
