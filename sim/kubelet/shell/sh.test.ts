import { describe, expect, it } from 'vitest'
import { settle } from '../../clock.ts'
import { testContainer } from '../runtime/fixture.ts'

/** Scripts with what real busybox 1.36 prints for them. */
const scripts: [script: string, out: string, code?: number][] = [
  ['echo a b; echo "c  d"', 'a b\nc  d\n'],
  ['X=1; Y="$X 2"; echo $Y "${Z:-none}" ${#Y}', '1 2 none 3\n'],
  ['f=a.tar.gz; echo ${f%.*} ${f%%.*} ${f#*.} ${f##*.}', 'a.tar a tar.gz gz\n'],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo -n $i; done; echo', '123\n'],
  ['until false; do echo x; break; done', 'x\n'],
  ['for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done', '1\n3\n'],
  ['case abc in x) echo no;; a*) echo yes;; esac', 'yes\n'],
  ['f() { local a=$1; echo "$a-$#-$@"; return 3; }; f 1 2; echo $?', '1-2-1 2\n3\n'],
  ['set -- "a b" c; for x in "$@"; do echo "<$x>"; done; shift; echo $1', '<a b>\n<c>\nc\n'],
  ['echo one | tr a-z A-Z | cat', 'ONE\n'],
  ['printf "%s=%03d\\n" a 7 b 8', 'a=007\nb=008\n'],
  ['x=$(echo hi; echo there); echo "$x"', 'hi\nthere\n'],
  ['echo hi > /tmp/f; echo more >> /tmp/f; cat /tmp/f; wc -l < /tmp/f', 'hi\nmore\n2\n'],
  ['cat <<E\nhola $((1+2)) $HOME\nE', 'hola 3 /root\n'],
  ["cat <<'E'\n$x\nE", '$x\n'],
  ['ls /nope 2>&1; echo $?', 'ls: /nope: No such file or directory\n1\n'],
  ['cat /tmp/ok; echo $?', '1\n'],
  ['nada; echo $?', '127\n'],
  ['false || echo b; true && echo c; ! true; echo $?', 'b\nc\n1\n'],
  ['set -e; false; echo never', '', 1],
  ['set -e; if false; then :; fi; false || true; echo still', 'still\n'],
  ['trap "echo bye" EXIT; exit 4', 'bye\n', 4],
  ['(exit 3); echo $?; (X=2; echo $X); echo "[$X]"', '3\n2\n[]\n'],
  ['mkdir -p /tmp/d; touch /tmp/d/a.txt /tmp/d/b.txt; cd /tmp/d; echo *.txt; pwd', 'a.txt b.txt\n/tmp/d\n'],
  ['seq 3 | while read n; do echo "n=$n"; done', 'n=1\nn=2\nn=3\n'],
  ['echo "a:b c" | { IFS=: read x y; echo "$x|$y"; }', 'a|b c\n'],
  ['sleep 1 & p=$!; wait $p; echo $?', '0\n'],
  ['sleep 100 & kill $!; wait $!; echo $?', '143\n'],
  ['yes | head -n 2', 'y\ny\n'],
  ['echo abc | sed "s/b/[&]/; s/c$/X/"', 'a[b]X\n'],
  ['printf "a\\nb\\nab\\n" | grep -c a; printf "x1\\n" | grep -E "x[0-9]+"', '2\nx1\n'],
  ['[ -f /etc/passwd ] && [ ! -d /etc/passwd ] && echo file', 'file\n'],
  ['[ "" ] || echo empty; [ a = a -a 1 -lt 2 ] && echo both', 'empty\nboth\n'],
  ['A=1 env | grep ^A=; echo "$A"', 'A=1\n\n'],
  ["export B=2; sh -c 'echo $B $0 $1' x y", '2 x y\n'],
  ['date -u +%Y-%m-%dT%H:%M:%S', '2027-01-01T00:00:00\n'],
  ['echo ñ | wc -c', '3\n'],
  ['echo "a b  c" | cut -d" " -f2; echo abc | cut -c2-', 'b\nbc\n'],
  ['printf "2\\n1\\n2\\n" | sort | uniq -c', '      1 1\n      2 2\n'],
  ['i=5; echo $((i*2-1)) $((i>3?1:0)) $((7/2)) $((7%2)); : $((i+=2)); echo $i', '9 1 3 1\n7\n'],
  ['cd /nope; echo $?', '2\n'],
  ['eval "echo $((1+1))"; . /tmp/none', '2\n', 2],
  ['A=1; echo [$A] [$B]; touch /tmp/ab; cd /tmp; echo [a-b]b', '[1] []\nab\n'],
  ['readonly R=1; echo ok; exec echo replaced; echo never', 'ok\nreplaced\n'],
  ['x=abc; echo "${x:1}" "${x:0:2}" ${x/b/-}', 'bc ab a-c\n'],
  ['echo $(printf "a\\n\\n\\n")x', 'ax\n'],
  ['unset Q; echo ${Q:=def} $Q ${Q:+alt}', 'def def alt\n'],
  ['test 1 -eq 1; echo $?; test a; echo $?; test; echo $?', '0\n0\n1\n'],
  ['while :; do i=$((i+1)); [ $i -ge 2000 ] && break; done; echo $i', '2000\n'],
  ['timeout 2 sleep 10; echo $?', '143\n'],
  ['httpd -p 8080 -h /tmp; echo hola > /tmp/index.html; wget -q -O - http://127.0.0.1:8080/', 'hola\n'],
  [
    'httpd -p 8080 -h /tmp; mkdir /tmp/cgi-bin; printf "#!/bin/sh\\necho \\"Status: 503\\"; echo; echo mal" > /tmp/cgi-bin/s; chmod +x /tmp/cgi-bin/s; wget -q -O - 127.0.0.1:8080/cgi-bin/s 2>&1',
    'wget: server returned error: HTTP/1.1 503 Service Unavailable\n',
    1,
  ],
  ['echo hi | nc -l -p 90 & sleep 1; nc 127.0.0.1 90 < /dev/null', 'hi\n'],
  [
    '(while true; do printf "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok" | nc -l -p 81 > /dev/null; done) & sleep 1; wget -q -O - http://127.0.0.1:81; sleep 1; wget -q -O - http://127.0.0.1:81',
    'okok',
  ],
  ['wget -q -O - http://127.0.0.1:99/ 2>&1', "wget: can't connect to remote host (127.0.0.1): Connection refused\n", 1],
  ['wget -q http://nowhere/ 2>&1', "wget: bad address 'nowhere'\n", 1],
]

describe('sh', () => {
  it.each(scripts)('%s', async (script, out, code = 0) => {
    const result = await testContainer().run(script)
    expect({ out: result.out, code: result.code }).toEqual({ out, code })
  })

  it('reports a command that is not there as ash does', async () => {
    const { err, code } = await testContainer().run('noexiste')
    expect({ err, code }).toEqual({ err: 'sh: noexiste: not found\n', code: 127 })
  })

  it('the first process ignores TERM without a trap and runs it with one', async () => {
    const deaf = testContainer()
    const one = deaf.start(['sh', '-c', 'sleep 3600; echo end'])
    await settle()
    one.handle.signal(15)
    await deaf.clock.advance(1000)
    expect(one.handle.running).toBe(true)
    const keen = testContainer()
    const two = keen.start(['sh', '-c', "trap 'echo adios; exit 0' TERM; sleep 3600 & wait"])
    await settle()
    two.handle.signal(15)
    expect(await two.handle.exit).toBe(0)
    expect(two.out()).toBe('adios\n')
  })

  it('a trap waits for the command in front of it', async () => {
    const container = testContainer()
    const { handle, out } = container.start(['sh', '-c', "trap 'echo adios; exit 5' TERM; sleep 10; echo never"])
    await container.clock.advance(1000)
    handle.signal(15)
    await container.clock.advance(5000)
    expect(handle.running).toBe(true)
    await container.clock.advance(5000)
    expect(await handle.exit).toBe(5)
    expect(out()).toBe('adios\n')
  })

  it('KILL ends an endless loop, which lets the clock go on', async () => {
    const container = testContainer()
    const { handle } = container.start(['sh', '-c', 'while true; do :; done'])
    await container.clock.advance(500)
    expect(handle.running).toBe(true)
    handle.signal(9)
    expect(await handle.exit).toBe(137)
    await container.clock.advance(100)
    expect(container.clock.next()).toBeUndefined()
  })

  it('output comes as it is written', async () => {
    const container = testContainer()
    const { out } = container.start(['sh', '-c', 'for i in 1 2 3; do echo $i; sleep 1; done'])
    await container.clock.advance(1500)
    expect(out()).toBe('1\n2\n')
  })
})
