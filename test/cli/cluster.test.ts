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
    stop.resolve()
    const { code, err } = await running
    expect(code).toBe(0)
    expect(err).toMatch(/^Kubernetes v1\.35\.1 \(embedded\), listo en \d+ ms\.\nCtrl-C lo para\.$/m)
    expect(existsSync(file!)).toBe(false)
  })
}
