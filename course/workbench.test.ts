import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Verdict } from '../graders/verdict.ts'
import { embeddedProvider } from '../providers/embedded.ts'
import type { Cluster, Progress, Provider, ProviderName } from '../providers/provider.ts'
import { loadCatalogue } from './catalogue.ts'
import { memoryProgress } from './progress/memory.ts'
import { sqliteProgress } from './progress/sqlite.ts'
import { type BenchEvent, createSession, type Session, type SessionTools } from './session.ts'

const learner = 'a1b2c3d4-0000-4000-8000-000000000000'
const catalogue = loadCatalogue(join(import.meta.dirname, '..'))
const folder = mkdtempSync(join(tmpdir(), 'timonel-workbench-'))
const embedded = embeddedProvider(join(folder, 'clusters'))
afterAll(async () => {
  await embedded.close()
  rmSync(folder, { recursive: true })
})

const sessions: Session[] = []
function session(tools: Partial<SessionTools> = {}): Session {
  const made = createSession({
    catalogue: () => catalogue,
    progress: memoryProgress(),
    grading: { grade: () => Promise.reject(new Error('nobody grades here')), close: () => {} },
    provider: () => Promise.resolve(embedded),
    ...tools,
  })
  sessions.push(made)
  return made
}
afterEach(() => {
  for (const made of sessions.splice(0)) made.close()
})

/** A grader that only says pass or fail of task 1. */
const grading = (status: 'pass' | 'fail'): SessionTools['grading'] => ({
  grade: (lab, _kubeconfig, attempt) =>
    Promise.resolve({
      ...attempt,
      schema: 'timonel/verdict/v1',
      lab: { id: lab.slug, hash: lab.hash, title: lab.title },
      engine: { kind: 'embedded', kubernetes: 'v1.35.1' },
      gradedAt: '',
      clusterClock: '',
      durationMs: 1,
      resourceVersion: '1',
      status,
      score: 0,
      maxScore: 1,
      checks: [],
    } as Verdict),
  close: () => {},
})

describe('files', () => {
  it('are the lab’s own until they are touched; a discarded one is the lab’s again', () => {
    const bench = session().workbench(learner, 'pv-y-pvc')
    expect(bench.files().map(({ name }) => name)).toEqual(['1-volumen1.yaml', '2-pvc-datos-mariadb.yaml'])
    const first = bench.files()[0]!
    bench.save({ name: first.name, text: '# mío' })
    bench.save({ name: 'nuevo.yaml', text: '# otro' })
    expect(bench.files().map(({ text }) => text.slice(0, 6))).toEqual(['# mío', expect.any(String), '# otro'])
    bench.discard(first.name)
    bench.discard('nuevo.yaml')
    expect(bench.files()[0]).toEqual(first)
    expect(bench.files()).toHaveLength(2)
  })

  it('stop at forty, and a bad one changes nothing', () => {
    const bench = session().workbench(learner, 'pv-y-pvc')
    for (let count = 0; count < 38; count++) bench.save({ name: `f${count}.yaml`, text: '' })
    expect(() => bench.save({ name: 'uno-mas.yaml', text: '' })).toThrow('Ya tienes 40 ficheros.')
    expect(() => bench.save({ name: 'f1.yaml', text: '\u0000' })).toThrow('no es un fichero de texto')
    expect(bench.files().find(({ name }) => name === 'f1.yaml')).toEqual({ name: 'f1.yaml', text: '' })
  })
})

describe('hints and solution', () => {
  it('come one at a time, and all of them open the solution', () => {
    const progress = memoryProgress()
    const bench = session({ progress }).workbench(learner, 'pv-y-pvc')
    const { tasks } = catalogue.labs.find(({ slug }) => slug === 'pv-y-pvc')!
    expect(() => bench.solution(false)).toThrow('La solución se abre cuando todo está bien')
    expect(bench.hint(1)).toEqual({ text: tasks[0]!.hints[0], number: 1, of: 3 })
    expect(bench.hints(1)).toEqual([tasks[0]!.hints[0]])
    for (const { id, hints } of tasks) for (let n = bench.hints(id).length; n < hints.length; n++) bench.hint(id)
    expect(() => bench.hint(1)).toThrow('Ya has visto todas las pistas')
    expect(bench.solutionOpen()).toBe(true)
    expect(bench.solution(false).map(({ name }) => name)).toContain('3-volumen-informes.yaml')
    expect(progress.read(learner, 'pv-y-pvc').solutionSeen).toBe(true)
    expect(() => bench.hint(99)).toThrow('no tiene una tarea 99')
  })

  it('a surrender opens it too; a pass opens it without being held against anybody', async () => {
    const tools = { progress: memoryProgress(), grading: grading('pass') }
    const bench = session(tools).workbench(learner, 'pv-y-pvc')
    await bench.grade()
    bench.solution(false)
    expect(tools.progress.read(learner, 'pv-y-pvc').solutionSeen).toBe(false)
    const other = session().workbench('otro-alumno-0001', 'pv-y-pvc')
    expect(other.solution(true)).not.toEqual([])
    expect(other.solutionOpen()).toBe(true)
  })
})

describe('cluster', () => {
  it('is seeded once, keeps what was applied after a restart, and a reset gives a clean one with the files kept', async () => {
    const file = join(folder, 'progress.db')
    let progress = sqliteProgress(file)
    const first = session({ progress, grading: grading('fail') }).workbench(learner, 'pv-y-pvc')
    const volume = first.files()[0]!
    expect((await first.apply([{ ...volume, text: volume.text.replace('20Gi', '22Gi') }])).documents).toMatchObject([
      { object: 'persistentvolume/volumen1', outcome: 'created' },
    ])
    await first.remove({ kind: 'PersistentVolume', name: 'lento-5' })
    expect((await first.grade()).attempt).toBe(1)
    expect((await first.grade(true)).attempt).toBe(1)
    expect((await first.grade()).attempt).toBe(2)
    progress.close()

    progress = sqliteProgress(file)
    const again = session({ progress }).workbench(learner, 'pv-y-pvc')
    expect(again.verdict()?.attempt).toBe(2)
    expect(await again.read({ kind: 'PersistentVolume', name: 'volumen1' })).toContain('storage: 22Gi')
    // Seeded once: what the learner deleted does not come back by itself.
    await expect(again.read({ kind: 'PersistentVolume', name: 'lento-5' })).rejects.toThrow('"lento-5" not found')

    await again.reset()
    expect(again.files()[0]!.text).toContain('22Gi')
    expect(await again.read({ kind: 'PersistentVolume', name: 'lento-5' })).toContain('storage: 5Gi')
    await expect(again.read({ kind: 'PersistentVolume', name: 'volumen1' })).rejects.toThrow('"volumen1" not found')
    progress.close()
  })

  it('tells who follows it: ready, the whole picture, then changes', async () => {
    const bench = session().workbench('sigue-0000-0001', 'pv-y-pvc')
    const events: BenchEvent[] = []
    const wait = async (when: (event: BenchEvent) => boolean): Promise<BenchEvent> => {
      for (;;) {
        const found = events.find(when)
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    const leave = bench.follow((event) => events.push(event))
    expect(await wait(({ type }) => type === 'ready')).toMatchObject({ engine: 'embedded', kubernetes: 'v1.35.1' })
    const whole = await wait((event) => event.type === 'change' && event.whole)
    expect(whole).toMatchObject({ put: expect.arrayContaining([expect.objectContaining({ name: 'lento-5' })]) })
    await bench.apply([bench.files()[0]!])
    await wait(
      (event) =>
        event.type === 'change' && event.put.some(({ name, word }) => name === 'volumen1' && word === 'Available'),
    )
    await bench.remove({ kind: 'PersistentVolume', name: 'volumen1' })
    await wait((event) => event.type === 'change' && event.gone.includes('PersistentVolume/volumen1'))
    leave()
  })
})

describe('a slow or broken engine', () => {
  let started: { progress: (progress: Progress) => void; signal: AbortSignal; fail: (error: Error) => void }[]
  const slow: Provider = {
    name: 'k3s',
    unavailable: () => Promise.resolve(undefined),
    start: (_spec, onProgress, signal) =>
      new Promise<Cluster>((_resolve, reject) =>
        started.push({ progress: onProgress!, signal: signal!, fail: reject }),
      ),
    close: () => Promise.resolve(),
  }
  beforeEach(() => void (started = []))
  const provider = (name?: ProviderName): Promise<Provider> => Promise.resolve(name === 'embedded' ? embedded : slow)
  const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

  it('tells its stages, and moving to another engine gives it up and is remembered', async () => {
    const progress = memoryProgress()
    const bench = session({ provider, progress }).workbench('lento-0000-0001', 'pv-y-pvc')
    const events: BenchEvent[] = []
    const leave = bench.follow((event) => events.push(event))
    await soon()
    started[0]!.progress({ stage: 'pulling', text: 'Descargando' })
    expect(events).toMatchObject([{ type: 'progress', stage: 'pulling', text: 'Descargando', engine: 'k3s' }])
    await bench.reset(undefined, 'embedded')
    expect(started[0]!.signal.aborted).toBe(true)
    started[0]!.fail(new Error('aborted'))
    await soon()
    expect(events.filter(({ type }) => type === 'failed')).toEqual([])
    expect(events.some((event) => event.type === 'ready' && event.engine === 'embedded')).toBe(true)
    expect(progress.read('lento-0000-0001', 'pv-y-pvc').engine).toBe('embedded')
    leave()
  })

  it('says why there is no cluster, and the next ask tries again', async () => {
    const bench = session({ provider }).workbench('roto-0000-0001', 'pv-y-pvc')
    const events: BenchEvent[] = []
    const leave = bench.follow((event) => events.push(event))
    await soon()
    started[0]!.fail(new Error('No se ha podido arrancar k3s: sin sitio en el disco.'))
    await soon()
    expect(events).toEqual([
      {
        type: 'failed',
        message: 'No se ha podido arrancar k3s: sin sitio en el disco.',
        remedy:
          'Vuelve a intentarlo, o usa el cluster incorporado, que no necesita nada. Tus ficheros están guardados.',
        engine: 'k3s',
      },
    ])
    void bench.cluster().catch(() => {})
    await soon()
    expect(started).toHaveLength(2)
    leave()
  })
})

it('a workbench is of a lab that exists and of somebody', () => {
  expect(() => session().workbench(learner, 'no-hay')).toThrow('No hay un laboratorio «no-hay».')
  expect(() => session().workbench('../x', 'pv-y-pvc')).toThrow('No se sabe quién eres.')
})
