// Conversations with pods: exec, attach, cp and port-forward with kubectl, exec and port-forward with client-node.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { Exec, PortForward, KubeConfig, type V1Status } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

const pods = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'mkdir /www; echo hola > /www/index.html; httpd -p 8080 -h /www; while true; do echo tick; sleep 0.2; done']
---
apiVersion: v1
kind: Pod
metadata:
  name: two
spec:
  nodeSelector: {no: where}
  containers:
  - {name: a, image: 'busybox:1.36'}
  - {name: b, image: 'busybox:1.36'}
`

describeKubectl('exec', 1, ({ kubectl, output, start, file, folder, kubeconfig }) => {
  const cluster = (): KubeConfig => {
    const config = new KubeConfig()
    config.loadFromFile(kubeconfig)
    return config
  }

  it('runs a command: its streams, its exit code', async () => {
    await output('apply -f -', pods)
    await output('wait --for=condition=Ready pod/web --timeout=15s')
    expect(await kubectl(['exec', 'web', '--', 'sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({
      code: 3,
      stdout: 'out\n',
      stderr: 'err\ncommand terminated with exit code 3\n',
    })
    expect(await output(['exec', '-i', 'web', '--', 'cat'], 'uno\ndos\n')).toBe('uno\ndos\n')
    expect(await kubectl(['exec', '-i', 'web', '--', 'sh'], 'echo $((6 * 7))\nexit 4\n')).toEqual({
      code: 4,
      stdout: '42\n',
      stderr: 'command terminated with exit code 4\n',
    })
    expect(await output('logs web')).not.toContain('out')
  })

  it('refuses what cannot be', async () => {
    const stderr = async (args: string): Promise<string> => (await kubectl(args)).stderr
    expect(await stderr('exec web -c other -- ls')).toBe(
      'Error from server (BadRequest): container other is not valid for pod web\n',
    )
    expect(await stderr('exec two -c a -- ls')).toBe(
      'Error from server (BadRequest): pod two does not have a host assigned\n',
    )
    expect(await stderr('exec nobody -- ls')).toBe('Error from server (NotFound): pods "nobody" not found\n')
    expect((await stderr('exec web -- bash')).replace(/[0-9a-f]{64}/, '<id>')).toBe(
      'error: Internal error occurred: Internal error occurred: error executing command in container: ' +
        'failed to exec in container: failed to start exec "<id>": OCI runtime exec failed: exec failed: ' +
        'unable to start container process: exec: "bash": executable file not found in $PATH: unknown\n',
    )
    const path = '/api/v1/namespaces/default/pods'
    expect(await stderr(`get --raw ${path}/web/exec?command=ls&stdout=1`)).toBe(
      'Error from server (BadRequest): Upgrade request required\n',
    )
    expect(await stderr(`get --raw ${path}/two/exec?command=ls`)).toBe(
      'Error from server (BadRequest): a container name must be specified for pod two, choose one of: [a b]\n',
    )
    expect(await stderr('port-forward pod/two :80')).toBe(
      'error: unable to forward port because pod is not running. Current status=Pending\n',
    )
  })

  it('cp copies folders there and back', async () => {
    const sent = join(folder, 'sent')
    mkdirSync(join(sent, 'deep'), { recursive: true })
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256))
    writeFileSync(join(sent, 'deep', 'bytes.bin'), bytes)
    const long = `${'x'.repeat(120)}.txt`
    writeFileSync(join(sent, long), 'largo\n')
    expect(await output('cp sent web:/tmp/received')).toBe('')
    expect(await output(`exec web -- cat /tmp/received/${long}`)).toBe('largo\n')
    await output('cp web:/tmp/received back')
    expect(readFileSync(join(folder, 'back', 'deep', 'bytes.bin')).equals(bytes)).toBe(true)
    expect(readFileSync(join(folder, 'back', long), 'utf8')).toBe('largo\n')
    file('one.txt', 'uno\n')
    await output('cp one.txt web:/www/one.txt')
    expect(await output('exec web -- cat /www/one.txt')).toBe('uno\n')
  })

  it('attach joins the first process', async () => {
    const attached = start('attach web')
    await attached.says(/tick\ntick\n/)
    attached.stop()
    const reader = ['run', 'reader', '--image=busybox:1.36', '--restart=Never', '-i', '--rm', '-q', '--', 'cat']
    expect(await output(reader, 'eco\n')).toBe('eco\n')
  })

  it('port-forward carries HTTP', async () => {
    const forward = start('port-forward pod/web :8080')
    const [, port] = await forward.says(/127\.0\.0\.1:(\d+) -> 8080/)
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect(await answer.text()).toBe('hola\n')
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`http://127.0.0.1:${port}/none`)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    forward.stop()
    const closed = start('port-forward pod/web :81')
    const [, other] = await closed.says(/127\.0\.0\.1:(\d+) -> 81/)
    await expect(fetch(`http://127.0.0.1:${other}/`)).rejects.toThrow()
    await closed.says(/IPv4: dial tcp4 127\.0\.0\.1:81: connect: connection refused/)
    closed.stop()
  })

  it('a terminal: echo, editing, Ctrl-C, Ctrl-D, the exit code', async () => {
    const keys = new PassThrough()
    let screen = ''
    const display = new Writable({
      write(chunk: Buffer, _encoding, done) {
        screen += chunk.toString()
        done()
      },
    })
    const status = new Promise<V1Status>((resolve, reject) => {
      new Exec(cluster())
        .exec('default', 'web', 'c', ['sh'], display, null, keys, true, resolve)
        .catch((error: unknown) => reject(error instanceof Error ? error : new Error(String(error))))
    })
    const shows = async (text: string): Promise<void> => {
      await expect.poll(() => screen, { timeout: 10_000 }).toContain(text)
      screen = ''
    }
    await shows('/ # ')
    keys.write('echo holx\x7fa\r')
    await shows('echo holx\b \ba\r\nhola\r\n/ # ')
    keys.write('sleep 1000\r')
    await shows('sleep 1000\r\n')
    keys.write('\x03')
    await shows('^C\r\n/ # ')
    keys.write('for i in 1 2\r')
    await shows('\r\n> ')
    keys.write('do echo $i; done; cat\r')
    await shows('1\r\n2\r\n')
    keys.write('\x04')
    await shows('/ # ')
    keys.write('exit 3\r')
    expect(await status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode' })
    expect((await status).details?.causes).toEqual([{ reason: 'ExitCode', message: '3' }])
  })

  it("client-node's port-forward speaks channels", async () => {
    let text = ''
    const received = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString()
        done()
      },
    })
    const request = Readable.from([Buffer.from('GET / HTTP/1.0\r\nHost: web\r\n\r\n')])
    const kept = new PassThrough()
    request.pipe(kept, { end: false })
    const socket = await new PortForward(cluster()).portForward('default', 'web', [8080], received, null, kept)
    await expect.poll(() => text, { timeout: 10_000 }).toMatch(/^HTTP\/1\.[01] 200 OK\r\n[^]*hola\n$/)
    if ('close' in socket) socket.close()
  })
})
