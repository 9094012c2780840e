// The steps of a scenario: what each does to the cluster and what it notes.
import { randomUUID } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import type { KubeObject } from '../../sim/api/object.ts'
import { sleep } from '../../sim/clock.ts'
import type { Reply } from './cluster.ts'
import { grouped } from './grouping.ts'
import type { Step, WaitStep } from './scenario.ts'
import { find, quiet, until, type Stage } from './stage.ts'
import { timeClass } from './time-class.ts'
import { prune, viewOf } from './views.ts'

type Act = Exclude<keyof Step, undefined>
type Acts = { [act in Act]-?: (stage: Stage, step: NonNullable<Step[act]>, at: string) => Promise<void> }

/** @param at names the step in what is noted: `3 wait`. Rejects on a step of no known kind. */
export async function playStep(stage: Stage, step: Step, at: string): Promise<void> {
  const { run, cluster } = stage
  const [act] = Object.keys(step) as Act[]
  const play = acts[act!] as ((stage: Stage, step: unknown, at: string) => Promise<void>) | undefined
  if (!play) throw new Error(`paso desconocido: ${act}`)
  if (!['wait', 'snapshot', 'sleep'].includes(act!)) run.markMs = cluster.clock.now()
  await play(stage, step[act!], at)
  if (!['wait', 'snapshot'].includes(act!)) run.changedMs = cluster.clock.now()
}

const merge = 'application/merge-patch+json'

const acts: Acts = {
  async apply(stage, which, at) {
    const { run } = stage
    const named = [which].flat().map(run.fill)
    const objects = run.scenario.objects.map((object) => run.fillDeep(object))
    for (const object of objects) {
      const name = `${object.kind}/${object.metadata.name ?? object.metadata.generateName}`
      if (which === 'all' || named.includes(name)) await apply(stage, object, at)
    }
  },
  async patch(stage, { of, with: body, type = 'merge', sub }, at) {
    const { kind, name, one } = find(stage, of)
    const path = stage.holdings.pathOf(stage.run, kind, one?.metadata.name ?? name, sub)
    const form = { merge: 'merge-patch', strategic: 'strategic-merge-patch', json: 'json-patch' }[type]
    note(stage, at, of, await stage.cluster.call('PATCH', path, stage.run.fillDeep(body), `application/${form}+json`))
  },
  async scale(stage, { of, replicas }, at) {
    const { kind, name } = find(stage, of)
    const path = stage.holdings.pathOf(stage.run, kind, name, 'scale')
    note(stage, at, of, await stage.cluster.call('PATCH', path, { spec: { replicas } }, merge))
  },
  async delete(stage, what, at) {
    const { of, propagation, grace } = typeof what === 'string' ? { of: what } : what
    const { kind, name, one } = find(stage, of)
    const options = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: propagation ?? 'Background',
      ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    }
    const path = stage.holdings.pathOf(stage.run, kind, one?.metadata.name ?? name)
    note(stage, at, of, await stage.cluster.call('DELETE', path, options))
  },
  async evict(stage, of, at) {
    const { name } = there(stage, of).metadata
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } }
    note(
      stage,
      at,
      of,
      await stage.cluster.call('POST', stage.holdings.pathOf(stage.run, 'Pod', name, 'eviction'), body),
    )
  },
  async exec(stage, { of, container, command }, at) {
    const { run, cluster } = stage
    const words = command.map(run.fill)
    const ran = await cluster.exec(run.namespace, there(stage, of).metadata.name!, container, words)
    stage.answers.push(run.masks.deep({ at, ...prune({ ...ran }) }))
  },
  async owner(stage, { of, owners }, at) {
    const { run } = stage
    const objects = run.scenario.objects.map((object) => run.fillDeep(object))
    const object = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === of)!
    object.metadata.ownerReferences = owners.map((reference) => {
      const { kind, name, one } = find(stage, reference)
      return { apiVersion: 'v1', kind, name: name!, uid: one?.metadata.uid ?? randomUUID() }
    })
    note(stage, at, of, await stage.cluster.call('POST', stage.holdings.pathOf(run, object.kind!), object))
  },
  sleep: (stage, seconds) => sleep(stage.cluster.clock, seconds * 1000),
  wait: (stage, step, at) => wait(stage, step, at),
  async snapshot(stage, { name, of, quiet: quietSeconds = 1, settle = 6, fields }, at) {
    await quiet(stage, quietSeconds, settle)
    const { masks } = stage.run
    const seen = of.flatMap((reference): [string, unknown][] => {
      const { kind, name: asked, all, one } = find(stage, reference)
      if (asked !== undefined && !one) return [[masks.text(`${kind}/${asked}`), 'absent']]
      return (one ? [one] : all).map((object) => [
        masks.text(`${kind}/${object.metadata.name}`),
        viewOf(masks, kind, object, fields?.[kind]),
      ])
    })
    stage.states.push({ at, name, objects: grouped(seen) })
  },
}

/** Creates, or merge-patches what exists. */
async function apply(stage: Stage, object: KubeObject, at: string): Promise<void> {
  const { cluster, holdings, run } = stage
  const kind = object.kind!
  let reply = await cluster.call('POST', holdings.pathOf(run, kind), object)
  const path = holdings.pathOf(run, kind, object.metadata.name)
  if (reply.code === 409 && (reply.body as { reason?: string }).reason === 'AlreadyExists')
    reply = await cluster.call('PATCH', path, object, merge)
  if (!holdings.isNamespaced(kind) && reply.code < 300) stage.made.push(path)
  note(stage, at, `${kind}/${object.metadata.name}`, reply)
}

function there(stage: Stage, reference: string): KubeObject {
  const { one } = find(stage, reference)
  if (!one) throw new Error(`no hay ningún ${reference}`)
  return one
}

/** Refusals and warnings are answers worth keeping. */
function note({ answers, run }: Stage, at: string, what: string, { code, body, warning }: Reply): void {
  if (code < 400 && warning === undefined) return
  const { reason, message, details } = body as {
    reason?: string
    message?: string
    details?: { causes?: { message?: string }[] }
  }
  const causes = code === 429 ? details?.causes?.map((cause) => cause.message) : undefined
  const failure = { reason, message, causes }
  answers.push(run.masks.deep(prune({ at, what, code, ...failure, warning })))
}

/** What conditions of waits may call. */
const vocabulary = `
  const ready = (p) => p.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')
  const cond = (o, t) => o?.status?.conditions?.find((c) => c.type === t)
  const cs = (p, n) =>
    [...(p?.status?.initContainerStatuses ?? []), ...(p?.status?.containerStatuses ?? []), ...(p?.status?.ephemeralContainerStatuses ?? [])]
      .find((c) => !n || c.name === n)`

async function wait(stage: Stage, step: WaitStep, at: string): Promise<void> {
  const { cluster, run, times } = stage
  const { of, until: condition, limit = 60, what = `${of}: ${condition}`, time, slack } = step
  const holds = runInNewContext(`${vocabulary}\n;(o, os) => (${run.fill(condition)})`, {}) as (
    o: KubeObject | undefined,
    os: KubeObject[],
  ) => unknown
  let { held, seconds } = await until(
    stage,
    () => {
      const { one, all } = find(stage, of)
      try {
        return Boolean(holds(one, all))
      } catch {
        // What the condition looks for is not there yet.
        return false
      }
    },
    limit,
  )
  if (time === 'since' && held) seconds = (cluster.clock.now() - run.markMs) / 1000
  if (time || !held) {
    const is = held ? timeClass(seconds) : 'never'
    times.push({ at, what, is, ...(slack === undefined ? {} : { slack }), s: Number(seconds.toFixed(1)) })
  }
  if (time) run.markMs = cluster.clock.now()
}
