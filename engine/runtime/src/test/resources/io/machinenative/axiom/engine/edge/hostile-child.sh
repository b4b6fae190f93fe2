# An MCP server of the older era that does what its argument says, wrong as that may be.
case $1 in
  mute) while read -r line; do :; done; exit ;;
  deaf) exec sleep 1000 ;;
esac
i=0
while [ "$i" -lt "$1" ]; do
  echo "no message, line $i"
  i=$((i + 1))
done
while read -r line; do
  id=${line#*\"id\":}
  id=${id%%,*}
  case $line in
    *'"method":"initialize"'*)
      result='{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"child","version":"0"}}' ;;
    *'"method":"tools/list"'*)
      result='{"tools":[{"name":"hello","inputSchema":{"type":"object"}},{"name":"long","inputSchema":{"type":"object"}},{"name":"doze","inputSchema":{"type":"object"}},{"name":"nap","inputSchema":{"type":"object"}}]}' ;;
    *'"name":"hello"'*) result='{"content":[{"type":"text","text":"hello"}]}' ;;
    *'"name":"long"'*)
      head -c 100000 /dev/zero | tr '\0' 'x'
      continue ;;
    *'"name":"doze"'*)
      trap '' TERM
      sleep 1001 # which has the pipes too, and does not go when it is asked to
      ;;
    *) continue ;;
  esac
  echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":$result}"
done
