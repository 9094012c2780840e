import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../sim/api/object.ts'
import type { Pod, PodSpec } from '../../sim/generated/types.ts'
import { differences } from './compare.ts'
import { play } from './player.ts'
import { failureLines, reportLines, reportOf } from './report.ts'
import { readScenarios, type Outcome } from './scenario.ts'

const node = (name: string, cpu: string): KubeObject => {
  const resources = { cpu, memory: '4Gi', pods: '10' }
  const status = { capacity: resources, allocatable: resources }
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, status } as KubeObject
}
const pod = (name: string, cpu: string, spec: Partial<PodSpec> = {}): Pod & { spec: PodSpec } => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'app', resources: { requests: { cpu } } }], ...spec },
})

describe('player', () => {
  it('tells node, feasible nodes and points, and draws as the recording did', async () => {
    const recorded = { node: 'n2', feasible: ['n1', 'n2'] }
    const objects = [node('n1', '2'), node('n2', '2')]
    const pods = ['n2', 'n1'].map((name, at) => ({
      manifest: pod(`p${at}`, '1'),
      outcome: { ...recorded, node: name },
    }))
    const [first, second] = await play({ id: 's', features: [], objects, pods })
    expect(first).toMatchObject(recorded)
    expect(first?.final).toEqual({ n1: 447, n2: 447 })
    expect(second?.final, 'the first pod stands where it was recorded').toEqual({ n1: 447, n2: 395 })
  })

  it('tells who had to leave, and where the pod then went', async () => {
    const low = pod('low', '2', { nodeName: 'n1', priority: -1, terminationGracePeriodSeconds: 0 })
    const pods = [{ manifest: pod('p', '1', { priority: 5 }), outcome: { node: 'n1' } }]
    const [outcome] = await play({ id: 's', features: ['preemption'], objects: [node('n1', '2'), low], pods })
    const message = '0/1 nodes are available: 1 Insufficient cpu.'
    expect(outcome).toEqual({
      node: 'n1',
      feasible: ['n1'],
      message,
      condition: { status: 'False', reason: 'Unschedulable', message },
      nominated: 'n1',
      preempted: [{ pod: 'default/low', message: 'Preempted by pod <uid> on node n1' }],
    })
  })

  it('makes the volumes for which a node was chosen', async () => {
    const objects = [
      { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'later' } },
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' } },
    ] as KubeObject[]
    Object.assign(objects[0]!, { provisioner: 'example.com/dyn', volumeBindingMode: 'WaitForFirstConsumer' })
    const resources = { requests: { storage: '1Gi' } }
    Object.assign(objects[1]!, { spec: { storageClassName: 'later', accessModes: ['ReadWriteOnce'], resources } })
    const manifest = pod('p', '1', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] })
    const recorded = [{ manifest, outcome: { node: 'n1' } }]
    const [outcome] = await play({ id: 's', features: [], objects: [node('n1', '2'), ...objects], pods: recorded })
    expect(outcome).toEqual({ node: 'n1', feasible: ['n1'], claims: { data: 'dyn-data' } })
  })
})

describe('comparison', () => {
  const real: Outcome = { node: 'n1', feasible: ['n1', 'n2'], scores: { A: { n1: 1, n2: 1 } }, final: { n1: 1, n2: 1 } }

  it('lets any of equally good nodes pass, and nothing else', () => {
    expect(differences(real, { ...real, node: 'n2' })).toEqual([])
    expect(differences(real, { ...real, feasible: ['n2', 'n1'] })).toEqual([])
    expect(differences(real, { ...real, node: 'n3' })).toEqual([{ what: 'node', real: 'n1 o n2', own: 'n3' }])
    const scores = { A: { n1: 1, n2: 1 }, B: { n1: 0, n2: 0 } }
    expect(differences(real, { ...real, scores })).toEqual([{ what: 'B', real: undefined, own: { n1: 0, n2: 0 } }])
    expect(differences(real, { message: 'no' }).map(({ what }) => what)).toContain('node')
  })

  it('ends its report with the share', () => {
    const one = { scenario: 's', pod: 'p', features: ['taints'], real, differences: [] }
    const other = { ...one, differences: [{ what: 'node', real: 'n1', own: 'n2' }] }
    expect(reportLines(reportOf([one, other, one]))).toEqual(['taints        2/3  node', 'same: 66.66 % of 3 pods'])
    expect(failureLines([one, other, other], 1)).toEqual([
      '--- s p (taints)',
      '    node',
      '      real:    "n1"',
      '      propio:  "n2"',
    ])
  })
})

describe('scenarios', () => {
  it('say where the file is wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
    const file = join(folder, 'x.jsonl')
    writeFileSync(file, '\n{"id":"s1","features":[],"objects":[]}\n')
    expect(() => readScenarios(file)).toThrow(`${file}:2: falta «pods». Regenera el fichero.`)
    writeFileSync(file, '{')
    expect(() => readScenarios(file)).toThrow(`${file}:1: la línea no es JSON`)
    rmSync(folder, { recursive: true })
  })
})
