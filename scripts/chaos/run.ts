// A run of chaos: steps left to chance, and every so often calm, in which the cluster must become what was declared and then rest.
import { seededRandom } from '../../sim/random.ts'
import { differences, made } from './converged.ts'
import { pathOf } from './declared.ts'
import { power, step, type Story } from './steps.ts'
import { namespace, nodeNames, startWorld, type World } from './world.ts'

export interface ChaosOptions {
  steps: number
  seed: number
  /** Told of each step and of each calm. */
  log?: (line: string) => void
}

export interface ChaosResult {
  /** What did not converge, did not rest, or broke; empty when all went well. */
  problems: string[]
  /** Times that the cluster was let come to rest. */
  calms: number
  /** Writes of the whole run, besides what nodes say of themselves and the end of old events. */
  writes: number
  /** All writes, a line each: the same for two runs that wrote the same, byte for byte. */
  trail: string[]
}

const stepsBetweenCalms = 25
const pastMax = 8
const convergeMsMax = 30 * 60_000
const lookMs = 15_000
const restMs = 15 * 60_000
/** Timers of a cluster that has nothing to do and nobody using it, beyond those it began with. */
const timersSlack = 12

/** Ends at the first calm that something is wrong in. */
export async function runChaos({ steps, seed, log = () => undefined }: ChaosOptions): Promise<ChaosResult> {
  const world = await startWorld(seed)
  const story: Story = { world, random: seededRandom(seed), declared: [], past: [] }
  await world.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
  const problems = await calm(story)
  const timers = world.clock.waiting
  let calms = 0
  for (let done = 0; done < steps && problems.length === 0;) {
    for (let at = 0; at < stepsBetweenCalms && done < steps; at++, done++) {
      log(`${done} ${new Date(world.clock.now()).toISOString()} r${world.revision} ${await step(story)}`)
      await world.clock.advance(Math.floor(story.random() ** 3 * 120_000))
      story.past.push({ revision: world.revision, declared: story.declared.map((one) => ({ ...one })) })
      if (story.past.length > pastMax) story.past.shift()
    }
    problems.push(...(await calm(story)))
    log(`calm: ${problems.length === 0 ? 'as declared' : problems.join('\n')}`)
    calms++
    if (calms % 4 === 0 || done >= steps) problems.push(...(await clear(story, timers)))
  }
  await world.stop()
  problems.push(...world.failures)
  return { problems, calms, writes: world.writes, trail: world.trail }
}

/** Everything that can work does, and nobody touches it. */
async function calm(story: Story): Promise<string[]> {
  const { world } = story
  for (const node of nodeNames) {
    // One that was taken away registers when it starts.
    if (!world.objects('Node').some(({ metadata }) => metadata.name === node)) await power(world, node, false)
    await power(world, node, true)
    await world.call('PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable: null } })
  }
  const crons = story.declared.filter(({ kind }) => kind === 'CronJob')
  const suspend = async (is: boolean): Promise<void> => {
    for (const { name } of crons) await world.call('PATCH', pathOf('CronJob', name), { spec: { suspend: is } })
  }
  await suspend(true)
  const endMs = world.clock.now() + convergeMsMax
  let wrong: string[]
  do {
    await world.clock.advance(lookMs)
    wrong = differences(world, story.declared)
  } while (wrong.length > 0 && world.clock.now() < endMs)
  if (wrong.length === 0) wrong = await rest(story)
  await suspend(false)
  return wrong
}

/** What goes on although there is nothing to do. */
async function rest({ world, declared }: Story): Promise<string[]> {
  await world.clock.advance(restMs)
  const { writes } = world
  await world.clock.advance(restMs)
  const more = world.writes - writes
  const noise = more === 0 ? [] : [`${more} escrituras en calma:`, ...world.lastWrites.slice(-more)]
  return [...noise, ...differences(world, declared)]
}

/** Takes everything back: nothing of it may stay, neither objects nor timers. */
async function clear(story: Story, timers: number): Promise<string[]> {
  const { world } = story
  for (const { kind, name } of story.declared) {
    await world.call('DELETE', pathOf(kind, name), { propagationPolicy: 'Background' })
  }
  story.declared = []
  story.past = []
  await world.clock.advance(60_000)
  await world.call('DELETE', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`)
  const wrong = await calm(story)
  return [...wrong, ...left(world), ...(world.clock.waiting <= timers + timersSlack ? [] : timersLeft(world, timers))]
}

function timersLeft(world: World, timers: number): string[] {
  return [`${world.clock.waiting} temporizadores sin nada que hacer; al empezar eran ${timers}`]
}

function left(world: World): string[] {
  return made.flatMap((kind) =>
    world
      .objects(kind)
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => `queda ${kind} ${metadata.name}`),
  )
}
