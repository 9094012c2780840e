// One learner in one lab: their files, their cluster, their verdict.
import type { Verdict } from '../graders/verdict.ts'
import type { Cluster, Progress, ProviderName } from '../providers/provider.ts'
import { applyWork } from './answer.ts'
import { kubeconfigOf } from './as-user.ts'
import { BenchCluster } from './bench-cluster.ts'
import type { Lab } from './catalogue.ts'
import { CourseError } from './course-error.ts'
import { runHelm } from './helm.ts'
import { readObject, removeObject } from './live/object.ts'
import { type Placement, placementOf } from './placement.ts'
import { isNodeOn, switchNode } from './power.ts'
import type { ApplyReport, BenchEvent, HelmLine, ObjectPath, SessionTools, Workbench, WorkFile } from './session.ts'
import { type ClockOrder, type ClockRun, type ClockState, ClusterTime } from './time.ts'
import { ClusterTraffic } from './traffic.ts'
import { faultOf, workFilesMax } from './work-file.ts'

export class LabWorkbench implements Workbench {
  readonly learner: string
  #lab: Lab
  readonly #tools: SessionTools
  readonly #cluster: BenchCluster

  constructor(learner: string, lab: Lab, tools: SessionTools) {
    this.learner = learner
    this.#lab = lab
    this.#tools = tools
    this.#cluster = new BenchCluster(
      `${lab.slug}-${learner.replaceAll('-', '').slice(0, 12)}`,
      () => this.#lab,
      (name) => tools.provider(name),
    )
  }

  get lab(): string {
    return this.#lab.slug
  }

  /** The lab as its folder is now; the learner's work stays. */
  renew(lab: Lab): void {
    this.#lab = lab
  }

  cluster(onProgress?: (progress: Progress) => void): Promise<Cluster> {
    return this.#cluster.get(this.#progress().engine, onProgress)
  }

  files(): WorkFile[] {
    const kept = this.#progress().files
    const own = this.#lab.files.map(({ name, text }) => kept.find((file) => file.name === name) ?? { name, text })
    return [...own, ...kept.filter(({ name }) => !own.some((file) => file.name === name))]
  }

  save(file: WorkFile): void {
    const fault = faultOf(file)
    if (fault) throw new CourseError('bad-file', fault, 'Lo que tenías guardado sigue como estaba.')
    const files = this.files()
    if (!files.some(({ name }) => name === file.name) && files.length >= workFilesMax) {
      throw new CourseError(
        'too-many-files',
        `Ya tienes ${files.length} ficheros.`,
        'Borra alguno, o junta varios con ---.',
      )
    }
    this.#tools.progress.keepFile(this.learner, this.lab, file)
  }

  discard(name: string): void {
    this.#tools.progress.dropFile(this.learner, this.lab, name)
  }

  async apply(files: WorkFile[], user?: string): Promise<ApplyReport> {
    for (const file of files) if (!faultOf(file)) this.save(file)
    const { kubeconfig } = await this.cluster()
    return applyWork(kubeconfig, this.#lab, files, user)
  }

  async kubeconfig(user: string): Promise<string> {
    return kubeconfigOf((await this.cluster()).kubeconfig, this.#lab, user)
  }

  async helm({ line, onText, signal }: HelmLine): Promise<number> {
    if (!this.#lab.helm) {
      throw new CourseError(
        'no-helm-lab',
        'Este laboratorio no se hace con helm.',
        'Aplica los manifiestos del editor.',
      )
    }
    const { kubeconfig } = await this.cluster()
    const { code } = await runHelm({
      line,
      files: this.files(),
      kubeconfig,
      onText,
      ...(signal ? { signal } : {}),
    })
    return code
  }

  async grade(again = false): Promise<Verdict> {
    const { kubeconfig } = await this.cluster()
    const { attempts, hints, solutionSeen } = this.#progress()
    const verdict = await whileGoing(new ClusterTime(kubeconfig), () =>
      this.#tools.grading.grade(this.#lab, kubeconfig, {
        learner: this.learner,
        attempt: again ? Math.max(attempts, 1) : attempts + 1,
        submittedAt: new Date().toISOString(),
        source: 'self',
        hintsUsed: Object.values(hints).reduce((sum, given) => sum + given, 0),
        solutionSeen,
      }),
    )
    this.#tools.progress.keepVerdict(this.learner, this.lab, verdict)
    return verdict
  }

  verdict(): Verdict | undefined {
    return this.#progress().verdict
  }

  hint(task: number): { text: string; number: number; of: number } {
    const { hints } = this.#taskOf(task)
    const given = this.#progress().hints[task] ?? 0
    if (given >= hints.length) {
      throw new CourseError('no-more-hints', 'Ya has visto todas las pistas de esta tarea.', 'Puedes ver la solución.')
    }
    const number = this.#tools.progress.countHint(this.learner, this.lab, task)
    return { text: hints[number - 1]!, number, of: hints.length }
  }

  hints(task: number): string[] {
    return this.#taskOf(task).hints.slice(0, this.#progress().hints[task] ?? 0)
  }

  solutionOpen(): boolean {
    const { passed, hints, solutionSeen, verdict } = this.#progress()
    if (passed || solutionSeen) return true
    const done = (task: number): boolean => {
      const checks = verdict?.checks.filter((check) => check.task === task) ?? []
      return checks.length > 0 && checks.every(({ status }) => status === 'pass')
    }
    return this.#lab.tasks.every(({ id, hints: all }) => done(id) || (hints[id] ?? 0) >= all.length)
  }

  solution(surrender: boolean): WorkFile[] {
    if (!surrender && !this.solutionOpen()) {
      throw new CourseError(
        'solution-closed',
        'La solución se abre cuando todo está bien o cuando has visto todas las pistas.',
        'Si quieres verla ya, pulsa «Me rindo».',
      )
    }
    if (!this.#progress().passed) this.#tools.progress.markSolutionSeen(this.learner, this.lab)
    return this.#lab.solution.map(({ name, text }) => ({ name, text }))
  }

  reset(onProgress?: (progress: Progress) => void, engine?: ProviderName): Promise<Cluster> {
    if (engine) this.#tools.progress.moveTo(this.learner, this.lab, engine)
    return this.#cluster.renew(this.#progress().engine, onProgress)
  }

  async read(path: ObjectPath, revision?: number): Promise<string> {
    return readObject((await this.cluster()).kubeconfig, path, revision)
  }

  async remove(path: ObjectPath): Promise<void> {
    return removeObject((await this.cluster()).kubeconfig, path)
  }

  async time(): Promise<ClusterTime> {
    return new ClusterTime((await this.cluster()).kubeconfig)
  }

  async steer(order: ClockOrder): Promise<ClockState | ClockRun> {
    const answer = await (await this.time()).steer(order)
    this.#cluster.clockMoved()
    return answer
  }

  async undo(revision: number): Promise<void> {
    await (await this.time()).undo(revision)
    this.#cluster.clockMoved()
  }

  async placement(pod: { namespace: string; name: string }): Promise<Placement> {
    return placementOf((await this.cluster()).kubeconfig, pod)
  }

  async isNodeOn(node: string): Promise<boolean> {
    return isNodeOn((await this.cluster()).kubeconfig, node)
  }

  async switchNode(node: string, on: boolean): Promise<void> {
    return switchNode((await this.cluster()).kubeconfig, node, on)
  }

  async traffic(): Promise<ClusterTraffic> {
    return new ClusterTraffic((await this.cluster()).kubeconfig)
  }

  follow(listener: (event: BenchEvent) => void): () => void {
    return this.#cluster.follow(listener, this.#progress().engine)
  }

  /** Lets go of the cluster, which its provider keeps or ends. */
  close(): void {
    this.#cluster.close()
  }

  #progress(): ReturnType<SessionTools['progress']['read']> {
    return this.#tools.progress.read(this.learner, this.lab)
  }

  #taskOf(task: number): Lab['tasks'][number] {
    const found = this.#lab.tasks.find(({ id }) => id === task)
    if (found) return found
    throw new CourseError('unknown-task', `Este laboratorio no tiene una tarea ${task}.`, 'Vuelve a cargar la página.')
  }
}

/** A judge's patience is in the cluster's time: a clock that is held goes on while it judges. */
async function whileGoing<T>(time: ClusterTime, act: () => Promise<T>): Promise<T> {
  const held = (await time.clock().catch(() => undefined))?.paused === true
  if (!held) return act()
  await time.steer({ do: 'resume' })
  try {
    return await act()
  } finally {
    await time.steer({ do: 'pause' }).catch(() => undefined)
  }
}
