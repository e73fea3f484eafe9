# shellcheck shell=sh
# Part of ./combot: says what is here and what is missing, a line each; fails where something needed is missing.
# shellcheck disable=SC2154 # the launcher's variables

lacking=0
there() { printf 'ok       %s\n' "$*"; }
note() { printf 'note     %s\n' "$*"; }
lacks() {
  printf 'missing  %s\n' "$*"
  lacking=1
}
if find_jdk 2>/dev/null; then
  there "JDK $version: $jdk"
  export JAVA_HOME="$jdk"
else
  lacks "JDK $feature: ./combot build fetches one. $by_hand"
fi
find_maven 8
if [ "$mvn" = mvn ]; then there "Maven $maven_version: $(command -v mvn)"; else there "Maven: mvnw fetches one"; fi
if have curl || have wget; then
  there "a downloader: $(command -v curl || command -v wget)"
else
  note "neither curl nor wget: needed to fetch a JDK or Maven (apt install curl)"
fi
for tool in chromium postgresql redis-server wget; do
  if found=$("$home/scripts/test-setup" --find "$tool"); then
    there "$tool: $found"
  else
    note "no $tool: only ./combot test needs it, and installs it where it can (apt install $tool)"
  fi
done
free=$(df -Pk "$home" | awk 'NR == 2 { print int($4 / 1024) }')
if [ "$free" -ge 2048 ]; then
  there "disk: $free MB free"
else
  lacks "disk: $free MB free, 2048 wanted for the build and its downloads"
fi
folder=$PWD/data
[ -e "$folder" ] || folder=$PWD
if [ -d "$folder" ] && [ -w "$folder" ]; then
  there "data: $PWD/data can be written"
else
  lacks "data: $PWD/data cannot be written; ./combot serve --data DIR takes another folder"
fi
if ! have curl; then
  note "port 8000: not looked at, for want of curl"
elif curl -s -o /dev/null --noproxy '*' --max-time 2 http://127.0.0.1:8000/ || [ $? -ne 7 ]; then
  note "port 8000 is taken; ./combot serve --port N takes another"
else
  there "port 8000 is free"
fi
exit "$lacking"
