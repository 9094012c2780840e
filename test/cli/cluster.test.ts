// A cluster in the foreground, used and stopped as a person would.
import { existsSync, readFileSync } from 'node:fs'
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { run } from './run.ts'

for (const nodes of [0, 2]) {
  it(`serves ${nodes} nodes until Ctrl-C, and leaves nothing`, { timeout: 60_000 }, async () => {
    const stop = Promise.withResolvers<void>()
    const said = Promise.withResolvers<string>()
    const running = run(['cluster', '--nodes', String(nodes)], { stopped: stop.promise, onOut: said.resolve })
    const [, file] = /^export KUBECONFIG=(.+)$/.exec(await said.promise)!
    const config = new KubeConfig()
    config.loadFromString(readFileSync(file!, 'utf8'))
    const { items } = await config.makeApiClient(CoreV1Api).listNode()
    expect(items.map(({ metadata }) => metadata!.name)).toEqual(['nodo1', 'nodo2'].slice(0, nodes))
    if (nodes > 0) await steerIts(file!)
    stop.resolve()
    const { code, err } = await running
    expect(code).toBe(0)
    expect(err).toMatch(/^Kubernetes v1\.35\.1 \(embedded\), listo en \d+ ms\.\nCtrl-C lo para\.$/m)
    expect(existsSync(file!)).toBe(false)
  })
}

/** Its clock, by the kubeconfig alone. */
async function steerIts(kubeconfig: string): Promise<void> {
  const clock = (...words: string[]) => run(['clock', ...words, '--kubeconfig', kubeconfig])
  expect((await clock('pause')).out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, parado\n$/)
  const before = await clock()
  expect((await clock()).out).toBe(before.out)
  expect(await clock('step', '1h30min')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Han pasado 5400 s.\n'),
  })
  expect(await clock('until', 'node/nodo1', '--within', '1min')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Han pasado 0 s.\n'),
  })
  expect(await clock('until', 'node/nodo1', '--for', 'delete', '--within', '1min')).toMatchObject({
    code: 1,
    out: expect.stringContaining('Han pasado 60 s, y no se ha cumplido.\n'),
  })
  expect((await clock('to', '2001-01-01T00:00:00Z')).err).toContain('to: 2001-01-01T00:00:00.000Z is over')
  expect((await clock('until', 'nodo1')).err).toBe('«nodo1» no es un objeto.\nVa como lo escribe kubectl: pod/web.\n')
  expect((await clock('resume', '--json')).out).toMatch(/^\{"now":".*Z","paused":false,"next":(".*"|null)\}\n$/)
}
