# shellcheck shell=sh
# Part of ./combot, read where no JDK was found: fetches Temurin from Adoptium's API into .jdk.
# shellcheck disable=SC2154 # the launcher's variables

download() {
  if have curl; then
    # A line that stalls for a minute is as good as none.
    curl -fsSL --connect-timeout 20 --speed-limit 1000 --speed-time 60 -o "$2" "$1" 2>"$scratch/why"
  elif have wget; then
    wget -q -O "$2" "$1" 2>"$scratch/why"
  else
    echo "neither curl nor wget is installed" >"$scratch/why"
    return 1
  fi || {
    echo "at $1" >>"$scratch/why"
    return 1
  }
}

no_download() {
  die "No JDK $feature here, and none could be fetched ($(tr '\n' ' ' <"$scratch/why" | sed 's/ *$//')). $by_hand"
}

sha256() {
  if have sha256sum; then
    sha256sum <"$1"
  else
    shasum -a 256 <"$1"
  fi | sed 's/[^0-9a-f].*//'
}

# A string of the JSON object in $package.
# shellcheck disable=SC2020 # tr does take sets of characters
field() {
  printf '%s' "$package" | tr ',{}' '\n\n\n' |
    sed -n "s/^[[:space:]]*\"$1\"[[:space:]]*:[[:space:]]*\"\([^\"]*\)\".*/\1/p" | sed 's,\\/,/,g' | head -n 1
}

# Puts a JDK into .jdk and its path into $jdk, whole or not at all.
fetch_jdk() {
  case $(uname -m) in
    x86_64 | amd64) architecture=x64 ;;
    aarch64 | arm64) architecture=aarch64 ;;
    *) die "No JDK $feature here, and none is known for a $(uname -m) processor. $by_hand" ;;
  esac
  case $(uname -s) in
    Darwin) os=mac ;;
    Linux)
      os=linux
      case $(ldd --version 2>&1) in *musl*) os=alpine-linux ;; esac
      ;;
    *) die "No JDK $feature here, and none is known for $(uname -s). $by_hand" ;;
  esac
  lock "$home/.jdk/.lock" "another launcher's download of a JDK"
  for jdk in "$home"/.jdk/* "$home"/.jdk/*/Contents/Home; do
    if is_jdk "$jdk"; then
      finish
      return
    fi
  done
  rm -rf "$home"/.jdk/.new.*
  scratch=$home/.jdk/.new.$$
  mkdir "$scratch"
  say "no JDK $feature or newer found: fetching Temurin $feature ($os $architecture, about 140 MB) into $home/.jdk …"
  query="architecture=$architecture&image_type=jdk&os=$os"
  download "${COMBOT_ADOPTIUM:-https://api.adoptium.net}/v3/assets/latest/$feature/hotspot?$query" "$scratch/assets" ||
    no_download
  # On some systems an "installer" with its own link and checksum stands before the "package".
  package=$(tr -d '\r\n' <"$scratch/assets" | sed 's/"package"[[:space:]]*:/\
&/g' | sed -n 's/^"package"[[:space:]]*:[[:space:]]*{\([^}]*\)}.*/\1/p' | grep '\.tar\.gz"' | head -n 1)
  link=$(field link) checksum=$(field checksum)
  if [ -z "$link" ] || [ "${#checksum}" -ne 64 ]; then
    echo "the answer names no archive for $os $architecture" >"$scratch/why"
    no_download
  fi
  download "$link" "$scratch/jdk.tar.gz" || no_download
  actual=$(sha256 "$scratch/jdk.tar.gz")
  [ "$actual" = "$checksum" ] ||
    die "Threw away the JDK from $link: its SHA-256 is $actual, but should be $checksum. Try again. $by_hand"
  mkdir "$scratch/unpacked"
  tar -xzf "$scratch/jdk.tar.gz" -C "$scratch/unpacked" || die "Could not unpack the JDK into $home/.jdk (disk full?)."
  for jdk in "$scratch"/unpacked/* "$scratch"/unpacked/*/Contents/Home; do
    if is_jdk "$jdk"; then
      within=${jdk#"$scratch/unpacked/"}
      rm -rf "$home/.jdk/${within%%/*}"
      mv "$scratch/unpacked/${within%%/*}" "$home/.jdk/"
      jdk=$home/.jdk/$within
      finish
      return
    fi
  done
  die "What $link holds is no JDK $feature. $by_hand"
}
