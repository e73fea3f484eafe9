# shellcheck shell=sh
# Part of ./combot: installs it as a service of systemd, and takes it away again. Says a line for each thing it does.
# shellcheck disable=SC2154 # the launcher's variables

prefix='' data='' port='' host='' user='' redis='' starts=yes root='' purge='' sure=''
changed='' unit_changed=''

done_to() { printf '%-10s %s\n' "$1" "$2"; }

# --- Options ---

service_usage() {
  case $1 in
    install)
      cat <<'END'
Usage: sudo ./combot install [OPTIONS]
Installs Combot as a service of systemd, or a newer build in the place of an older one. What is there and right is
left as it is; configuration and data are kept.
  --prefix DIR   where the program goes (/opt/combot)
  --data DIR     where the data lie (/var/lib/combot)
  --port N       port to listen on (8000)
  --host A       address to listen on (127.0.0.1), 0.0.0.0 for all
  --redis        also makes a service combot-redis, on port 6390 of this machine alone, which Combot uses; wants
                 redis-server. Takes no address: of a Redis that is there already, write COMBOT_REDIS into
                 /etc/combot/combot.env instead
  --user NAME    the user it runs as (combot)
  --no-start     neither enables nor starts it
  --root DIR     puts all files below this folder, and touches nothing else: for packages and tests
END
      ;;
    uninstall)
      cat <<'END'
Usage: sudo ./combot uninstall [OPTIONS]
Stops the service and takes the program away. Data and configuration stay.
  --purge-data   deletes them too, for good, once you have typed the data's folder
  --yes          … without asking
  --root DIR     as given to install
END
      ;;
  esac
}

# Sets the variables from the options of $1.
read_options() {
  command=$1
  shift
  while [ $# -gt 0 ]; do
    option=$1 value=''
    case $option in
      --*=*) value=${option#*=} option=${option%%=*} ;;
    esac
    case "$command $option" in
      'install --prefix' | 'install --data' | 'install --port' | 'install --host' | 'install --user' | *' --root')
        if [ "$1" = "$option" ]; then
          [ $# -gt 1 ] || misused "$option wants a value"
          value=$2
          shift
        fi
        [ -n "$value" ] || misused "$option wants a value"
        ;;
      *) [ "$1" = "$option" ] || misused "$option takes no value, was given $value" ;;
    esac
    case "$command $option" in
      'install --prefix') prefix=$value ;;
      'install --data') data=$value ;;
      'install --port') port=$value ;;
      'install --host') host=$value ;;
      'install --user') user=$value ;;
      'install --redis') redis=yes ;;
      'install --no-start') starts='' ;;
      'uninstall --purge-data') purge=yes ;;
      'uninstall --yes') sure=yes ;;
      *' --root') root=$value ;;
      *)
        say "$command has no option $option"
        service_usage "$command" >&2
        exit 2
        ;;
    esac
    shift
  done
}

check_folder() {
  case $2 in
    *[!A-Za-z0-9/._\ -]* | *' ' | *//* | */../* | */.. | */)
      die "$1 $2: take a path of letters, digits, spaces and . _ - only, without a slash at its end"
      ;;
    /home/* | /root | /root/* | /run/* | /tmp/* | /var/tmp/*)
      die "$1 $2: a service can't see this folder, which is kept from it. Take one such as /srv/combot"
      ;;
    /*/?*) ;;
    *) die "$1 $2: take a path that begins with / and is a folder of its own, such as /srv/combot" ;;
  esac
}

check_options() {
  # What an earlier install chose is kept: without that, an update would begin with empty data.
  unit=$root/etc/systemd/system/combot.service
  if [ -f "$unit" ]; then
    had_prefix=$(sed -n 's|^ExecStart="\(.*\)/combot" serve --data.*|\1|p' "$unit")
    had_data=$(sed -n 's|^ExecStart=.* --data "\(.*\)" .*|\1|p' "$unit")
    had_user=$(sed -n 's|^User=||p' "$unit")
    case "|$had_prefix|$had_data|$had_user|" in *'||'*)
      die "$unit is not as install writes it: it does not say where program and data are. Move it away, then install again" ;;
    esac
  fi
  : "${prefix:=${had_prefix:-/opt/combot}}" "${data:=${had_data:-/var/lib/combot}}" "${user:=${had_user:-combot}}"
  [ "$prefix|$data|$user" = "${had_prefix:-$prefix}|${had_data:-$data}|${had_user:-$user}" ] ||
    die "Combot is installed in $had_prefix, with its data in $had_data, for the user $had_user. To change that, uninstall it first (that keeps the data)"
  check_folder --prefix "$prefix"
  check_folder --data "$data"
  case $data/ in "$prefix"/*) die "--data $data: is within the program's folder $prefix, which updates replace" ;; esac
  case $prefix/ in "$data"/*) die "--prefix $prefix: is within the data's folder $data" ;; esac
  case $user in '' | root | *[!a-z0-9_-]* | [!a-z_]*) die "--user $user: take a name of small letters, digits, _ and -, not root" ;; esac
  case $port in *[!0-9]* | ??????*) die "--port must be a whole number between 1024 and 65535, was $port" ;; esac
  if [ -n "$port" ] && { [ "$port" -lt 1024 ] || [ "$port" -gt 65535 ]; }; then
    die "--port must be a whole number between 1024 and 65535, was $port. For 80 or 443 put a reverse proxy in front"
  fi
  case $host in *[!A-Za-z0-9.:_-]*) die "--host $host: take an address or a name" ;; esac
}

need_root_and_systemd() {
  [ "$(uname -s)" = Linux ] || die "$1 makes a service of systemd, which is on Linux only. Start './combot serve' by what this system has, such as launchd"
  if [ -n "$root" ]; then
    case $root in /*) ;; *) root=$PWD/$root ;; esac
    mkdir -p "$root"
    return
  fi
  [ "$(id -u)" -eq 0 ] || die "$1 writes to the system's folders: run it as root, 'sudo ./combot $1'"
  [ -d /run/systemd/system ] || [ -z "$starts" ] ||
    die "systemd does not run on this machine. Let what starts services here run './combot serve' and end it by SIGTERM; in a container run './combot worker'. 'install --no-start' only puts the files there"
}

# A folder that holds something else is neither taken for the data nor ever deleted.
refuse_foreign_data() {
  [ -d "$root$data" ] && [ -n "$(ls -A "$root$data")" ] || return 0
  [ -f "$root$data/combot.db" ] || [ -f "$root$data/memory.tsv" ] || [ -d "$root$data/studies" ] ||
    die "$data holds something else than Combot's data: take another --data, or an empty folder"
}

runs_systemd() { [ -z "$root" ] && [ -d /run/systemd/system ]; }

# --- Files ---

owned() { [ -n "$root" ] || chown "$1" "$2"; }

# Puts standard input into the file $1, of mode $2 and owner $3, and says so; $is is "new" or "changed" where it did.
put() {
  file=$root$1
  mkdir -p "${file%/*}"
  (umask 077 && cat >"$file.new")
  chmod "$2" "$file.new"
  owned "$3" "$file.new"
  is=''
  if cmp -s "$file.new" "$file"; then
    rm -f "$file.new"
    done_to unchanged "$1"
    return
  fi
  if [ -e "$file" ]; then is=changed; else is=new; fi
  mv "$file.new" "$file"
  done_to "$is" "$1"
}

put_once() {
  if [ -e "$root$1" ]; then
    done_to kept "$1"
    return 1
  fi
  put "$@"
}

as_installed() {
  state='&'
  [ "$data" = /var/lib/combot ] || state='ReadWritePaths="/var/lib/combot"'
  sed -e "s|^StateDirectory=.*|$state|" -e 's|/opt/combot|@prefix@|g' -e 's|/var/lib/combot|@data@|g' \
    -e "s|@prefix@|$prefix|g" -e "s|@data@|$data|g" -e '/^Documentation=/s| |%%20|g' \
    -e "s|^User=combot|User=$user|" -e "s|^Group=combot|Group=$user|" "$home/deploy/systemd/$1" >"$scratch/$1"
}

# --- Steps ---

make_user() {
  if [ -n "$root" ]; then
    done_to 'left out' "user $user, for --root"
  elif id "$user" >/dev/null 2>&1; then
    done_to unchanged "user $user"
  else
    useradd --system --user-group --no-create-home --home-dir "$data" --shell /usr/sbin/nologin "$user"
    done_to new "user $user, who can't log in"
  fi
}

# Studies below $1 that were not installed with it: own ones, or ours with changes. A line each.
own_studies() {
  [ -d "$1/studies" ] || return 0
  (cd "$1/studies" && find . -type f | sed 's|^\./||' | while IFS= read -r study; do
    cksum "$study" | grep -qxF -f "$1/.shipped" 2>/dev/null || printf '%s\n' "$study"
  done)
}

stage_program() {
  new=$root$prefix.new
  rm -rf "$new"
  mkdir -p "$new/server/target" "$new/target" "$new/.jdk"
  for part in combot scripts studies deploy docs README.md LICENSE; do
    cp -Rp "$home/$part" "$new/$part"
  done
  # Where servers run from; older builds are there beside it as long as they run.
  name=$(cat "$stamp")
  : "${name:=build}"
  printf '%s\n' "$name" >"$new/target/built"
  touch -r "$stamp" "$new/target/built"
  build=target/published/$name
  mkdir -p "$new/target/published"
  cp -Rp "$home/server/target/quarkus-app" "$new/$build"
  ln -s "../../$build" "$new/server/target/quarkus-app"
  (cd "$new/studies" && find . -type f | sed 's|^\./||' | while IFS= read -r study; do cksum "$study"; done) >"$new/.shipped"
  jdk=$(CDPATH='' cd -- "$jdk" && pwd -P)
  case $jdk in
    "$prefix"/* | "$home"/.jdk/* | /home/* | /root/* | /tmp/*)
      # A folder that the service can't see, or that goes away.
      of_jdk='a copy of the JDK'
      cp -Rp "$jdk" "$new/.jdk/copy"
      ln -s copy "$new/.jdk/installed"
      ;;
    *)
      of_jdk='the JDK'
      ln -s "$jdk" "$new/.jdk/installed"
      ;;
  esac
  owned_by_root "$new"
  chmod -R u+rwX,go+rX,go-w "$new"
}

owned_by_root() { [ -n "$root" ] || chown -R root:root "$1"; }

install_program() {
  if [ "$home" = "$root$prefix" ]; then
    done_to unchanged "$prefix, where this is run from"
    return
  fi
  old=$root$prefix
  # Where an earlier install was broken off in the middle.
  [ -e "$old" ] || [ ! -d "$old.old" ] || mv "$old.old" "$old"
  if [ -e "$old" ] && [ ! -f "$old/.shipped" ] && [ -n "$(ls -A "$old")" ]; then
    die "$prefix holds something that install has not put there: move it away, or take another --prefix"
  fi
  stage_program
  own_studies "$old" | while IFS= read -r study; do
    target=$new/studies/$study
    mkdir -p "${target%/*}"
    cp -p "$old/studies/$study" "$target"
  done
  if [ -d "$old" ] && diff -rq --no-dereference --exclude=published --exclude='aot*' --exclude=.lock "$new" "$old" >/dev/null 2>&1; then
    rm -rf "$new"
    done_to unchanged "$prefix"
    return
  fi
  changed=new
  if [ -d "$old" ]; then
    changed=changed
    rm -rf "$old.old"
    mv "$old" "$old.old"
  fi
  mv "$new" "$old"
  for build in "$old.old"/target/published/*; do
    [ ! -d "$build" ] || [ -e "$old/target/published/${build##*/}" ] || mv "$build" "$old/target/published/"
  done
  rm -rf "$old.old"
  done_to "$changed" "$prefix, with $of_jdk $jdk"
  own_studies "$old" | while IFS= read -r study; do done_to kept "$prefix/studies/$study, your own"; done
}

make_folders() {
  if [ -d "$root$data" ]; then
    [ -n "$(ls -A "$root$data")" ] || owned "$user:$user" "$root$data"
    done_to kept "$data"
  else
    mkdir -p "$root$data"
    chmod 750 "$root$data"
    owned "$user:$user" "$root$data"
    done_to new "$data, for the data"
  fi
  mkdir -p "$root/etc/combot"
  chmod 750 "$root/etc/combot"
  owned "root:$user" "$root/etc/combot"
}

configure() {
  if sed -e "s|--port 8000|--port ${port:-8000}|" -e "s|--host 127.0.0.1|--host ${host:-127.0.0.1}|" \
    "$home/deploy/systemd/combot.env" | put_once /etc/combot/combot.env 640 "root:$user"; then
    return
  fi
  options=" $(setting SERVE_OPTIONS) "
  for wanted in "${port:+--port $port}" "${host:+--host $host}"; do
    case $options in
      *" $wanted "*) ;;
      *) [ -z "$wanted" ] || say "not taken over: $wanted. Write it into SERVE_OPTIONS of /etc/combot/combot.env, then 'sudo systemctl restart combot'" ;;
    esac
  done
}

# What the configuration says of $1.
setting() { sed -n "s/^$1=//p" "$root/etc/combot/combot.env" | tail -n 1 | sed 's/^"\(.*\)"$/\1/'; }

install_redis() {
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  if [ ! -e "$root/etc/combot/redis.env" ] || [ ! -e "$root/etc/combot/redis.conf" ]; then
    rm -f "$root/etc/combot/redis.env" "$root/etc/combot/redis.conf"
  fi
  { cat "$home/deploy/systemd/combot-redis.conf" && echo "requirepass $password"; } |
    put_once /etc/combot/redis.conf 640 "root:$user" || :
  echo "COMBOT_REDIS=redis://default:$password@127.0.0.1:6390/0" | put_once /etc/combot/redis.env 640 "root:$user" || :
  as_installed combot-redis.service
  put /etc/systemd/system/combot-redis.service 644 root:root <"$scratch/combot-redis.service"
  put /etc/systemd/system/combot.service.d/redis.conf 644 root:root <"$home/deploy/systemd/combot-with-redis.conf"
  [ -z "$is" ] || unit_changed=yes
}

fetches() {
  if have curl; then
    curl -fsS -o /dev/null --noproxy '*' --max-time 3 "$1" 2>/dev/null
  else
    wget -q -O /dev/null -T 3 -t 1 --no-proxy "$1" 2>/dev/null
  fi
}

# The cache of classes, made where it will be used: the service may not write there.
quick_start() (
  home=$(CDPATH='' cd -- "$root$prefix" && pwd -P)
  jar=$(CDPATH='' cd -- "$home/server/target/quarkus-app" && pwd -P)/quarkus-run.jar
  JAVA_HOME=$prefix/.jdk/installed
  export JAVA_HOME
  make_aot_if_needed
  chmod go+r "${jar%/*}"/worker.aot* 2>/dev/null || :
)

# Starts it, or has it take in what is new; waits until it serves.
start_service() {
  systemctl daemon-reload
  systemctl enable --quiet combot
  [ -z "$redis" ] || systemctl enable --quiet --now combot-redis
  if ! systemctl is-active --quiet combot; then
    done_to starts 'combot.service …'
    systemctl start combot || die "It did not start: 'journalctl -u combot -n 50' says why"
  else
    if [ "$changed" = changed ]; then
      done_to rolls "the workers, one after the other; the gateway itself is replaced at the next 'sudo systemctl restart combot'"
      for_workers=$(setting COMBOT_JAVA_OPTIONS)
      COMBOT_JAVA_OPTIONS=${for_workers:--Djava.io.tmpdir=/var/cache/combot} JAVA_HOME=$prefix/.jdk/installed \
        "$prefix/combot" restart --data "$data" ||
        die "The new build is in $prefix, but the old one still runs. Mend what it says, then 'sudo $prefix/combot restart --data $data'"
      published=$(CDPATH='' cd -- "$old" && pwd -P)/target/published
      unpublish 0
    fi
    [ -z "$unit_changed" ] || say "the unit has changed: 'sudo systemctl restart combot' when nobody is there"
  fi
  options=" $(setting SERVE_OPTIONS) "
  on=$(option host "$options" 127.0.0.1)
  case $on in 0.0.0.0 | ::) on=127.0.0.1 ;; *:*) on="[$on]" ;; esac
  url=http://$on:$(option port "$options" 8000)
  tries=0
  until fetches "$url/health/ready"; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || die "It runs, but $url/health/ready does not say that it is ready: 'journalctl -u combot -n 50' says why"
    sleep 1
  done
  done_to ready "$url/docs"
  study_files "$options" | while IFS= read -r file; do
    done_to ready "$url/s/$(sed -n 's/^study:[[:space:]]*\([^[:space:]]*\).*/\1/p' "$file")"
  done
}

# The studies that the options $1 name, else the default one; a line each.
study_files() {
  case $1 in
    *' --study'*) printf '%s' "$1" | sed 's/ --study[ =]/\
&/g' | sed -n 's/^ --study[ =]\([^ ]*\).*/\1/p' ;;
    *) printf '%s\n' "$prefix/studies/think-feel.yaml" ;;
  esac
}

# The value of option --$1 among the options $2, else $3.
option() {
  found=$(printf '%s' "$2" | sed -n "s/.* --$1[ =]\([^ ]*\) .*/\1/p")
  printf '%s' "${found:-$3}"
}

install_service() {
  read_options install "$@"
  need_root_and_systemd install
  check_options
  is_built || die "Combot is not built, or older than its sources: run './combot build' first, as yourself"
  find_jdk || die "No JDK $feature here. $by_hand"
  [ -z "$redis" ] || have redis-server || die "There is no redis-server: 'apt install redis-server' first"
  refuse_foreign_data
  scratch=$(mktemp -d)
  make_user
  install_program
  [ -n "$root" ] || quick_start
  make_folders
  configure
  as_installed combot.service
  put /etc/systemd/system/combot.service 644 root:root <"$scratch/combot.service"
  [ "$is" != changed ] || unit_changed=yes
  [ -z "$redis" ] || install_redis
  if ! runs_systemd || [ -z "$starts" ]; then
    done_to 'left out' "the start; 'sudo systemctl daemon-reload && sudo systemctl enable --now combot' does it"
  else
    start_service
  fi
}

# --- The way back ---

confirm_purge() {
  [ -z "$sure" ] || return 0
  [ -t 0 ] || die "--purge-data deletes what people said, for good: where nobody can be asked, say --yes too. Nothing was done"
  printf 'This deletes all data in %s and the configuration in /etc/combot, for good.\nType the folder to go on: ' "$data"
  read -r typed || typed=''
  [ "$typed" = "$data" ] || die "that is not $data: nothing was done"
}

remove() {
  target=$root$1
  if [ -e "$target" ]; then
    rm -rf "$target"
    done_to removed "$1"
  fi
}

uninstall_program() {
  [ -f "$root$prefix/.shipped" ] || return 0
  own=$(own_studies "$root$prefix")
  if [ -z "$own" ]; then
    remove "$prefix"
    return
  fi
  find "$root$prefix" -mindepth 1 -maxdepth 1 ! -name studies ! -name .shipped -exec rm -rf {} +
  done_to removed "$prefix, but for studies"
  printf '%s\n' "$own" | while IFS= read -r study; do done_to kept "$prefix/studies/$study, your own"; done
}

uninstall_service() {
  read_options uninstall "$@"
  [ -n "$root" ] || starts=''
  need_root_and_systemd uninstall
  [ -f "$root/etc/systemd/system/combot.service" ] || die "Combot is not installed here: there is no $root/etc/systemd/system/combot.service"
  check_options
  if [ -n "$purge" ]; then
    refuse_foreign_data
    confirm_purge
  fi
  if runs_systemd; then
    systemctl disable --quiet --now combot combot-redis 2>/dev/null || systemctl disable --quiet --now combot
    done_to stopped combot.service
  fi
  remove /etc/systemd/system/combot.service
  remove /etc/systemd/system/combot.service.d/redis.conf
  rmdir "$root/etc/systemd/system/combot.service.d" 2>/dev/null || :
  remove /etc/systemd/system/combot-redis.service
  ! runs_systemd || systemctl daemon-reload
  uninstall_program
  if [ -n "$purge" ]; then
    remove "$data"
    remove /etc/combot
    [ -n "$root" ] || ! userdel "$user" 2>/dev/null || done_to removed "user $user"
  else
    done_to kept "$data, the data"
    done_to kept "/etc/combot, the configuration"
  fi
}

case ${2-} in
  --help | -h | help) service_usage "$1" ;;
  *)
    command=$1
    shift
    "${command}_service" "$@"
    ;;
esac
