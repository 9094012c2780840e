// The verbs of a learner at a lab: start, write, apply, grade, reset. The page and the CLI call these and nothing below.
import type { Verdict } from '../graders/verdict.ts'
import type { Cluster, Progress, Provider, ProviderName } from '../providers/provider.ts'
import { type Catalogue, labOf } from './catalogue.ts'
import { CourseError } from './course-error.ts'
import type { Grading } from './grading.ts'
import type { LiveChange } from './live/item.ts'
import type { ProgressStore } from './progress/progress.ts'
import type { Placement } from './placement.ts'
import type { ClusterTraffic } from './traffic.ts'
import type { ClockOrder, ClockRun, ClockState, ClusterTime } from './time.ts'
import { LabWorkbench } from './workbench.ts'

/** A file of the learner's editor. */
export interface WorkFile {
  /** `pvc.yaml`; files of a chart have folders: `wordpress/templates/deploy.yaml`. */
  name: string
  text: string
}

/** What happened to one document of what was applied. */
export interface AppliedDocument {
  file: string
  /** 1-based line where the document starts. */
  line: number
  /** `persistentvolumeclaim/pvc-datos-mariadb`; undefined where the document could not be read. */
  object?: string
  outcome: 'created' | 'configured' | 'unchanged' | 'refused' | 'skipped'
  /** The server's exact sentence (English), when it refused or warned. */
  server?: string
  /** Spanish: what it means and the way out. */
  message: string
  /** Where in the file the trouble is, when that is known (1-based). */
  at?: { line: number; column: number; field?: string }
}

export interface ApplyReport {
  documents: AppliedDocument[]
  /** Something was there to apply, and nothing was refused. */
  ok: boolean
}

export interface HelmLine {
  /** `helm install blog ./wordpress`. */
  line: string
  /** What helm prints, as it prints it. */
  onText: (text: string) => void
  /** Ends it. */
  signal?: AbortSignal
}

/** What a ready cluster says of itself. */
export interface BenchReady {
  engine: ProviderName
  /** `v1.35.1`. */
  kubernetes: string
  /** Milliseconds from asking for the cluster to its being ready. */
  readyMs: number
  /** Where its ingress answers from this machine. */
  ingress?: string
  /** RFC 3339, in the cluster's time: older verdicts are of another cluster. */
  born: string
}

/** What happens at a workbench, as it happens. */
export type BenchEvent =
  | { type: 'progress'; stage: Progress['stage']; text: string; elapsedMs: number; engine: ProviderName }
  | ({ type: 'ready' } & BenchReady)
  | ({ type: 'change' } & LiveChange)
  /** The cluster's own clock, where it has one: told at first and whenever it does something else than go on. */
  | { type: 'clock'; clock: ClockState }
  /** The cluster stopped answering; it is tried again by itself. */
  | { type: 'lost'; message: string }
  /** There is no cluster, and there will be none without an action. */
  | { type: 'failed'; message: string; remedy: string; engine: ProviderName | undefined }

/** A learner's workbench in one lab. Rejections are CourseError with a Spanish sentence and the way out. */
export interface Workbench {
  readonly learner: string
  readonly lab: string
  /** The cluster, started on first call; the same one afterwards, also after a restart of the process. */
  cluster(onProgress?: (progress: Progress) => void): Promise<Cluster>
  files(): WorkFile[]
  /** Keeps a file (at most 1 MiB of text); a new name adds one. */
  save(file: WorkFile): void
  /** Takes away a file that the learner added; one of the lab's own becomes what it was at first. */
  discard(name: string): void
  /** @param user who applies them all; without, each file goes as the lab says. */
  apply(files: WorkFile[], user?: string): Promise<ApplyReport>
  /** For kubectl, as one of the lab's users. */
  kubeconfig(user: string): Promise<string>
  /** Runs a line of helm on the kept files and the cluster; resolves with helm's exit code. */
  helm(request: HelmLine): Promise<number>
  /** `again` judges what the page shows once more, without counting an attempt. */
  grade(again?: boolean): Promise<Verdict>
  /** The last verdict, if any, also from before a restart. */
  verdict(): Verdict | undefined
  /** Gives the next hint of a task and counts it. */
  hint(task: number): { text: string; number: number; of: number }
  /** The hints of a task that were given. */
  hints(task: number): string[]
  /** Whether the solution may be seen without surrendering. */
  solutionOpen(): boolean
  /** The solution's files; allowed after a pass, all hints, or `surrender`, which is remembered in the verdict. */
  solution(surrender: boolean): WorkFile[]
  /** A clean cluster with the lab's seed; the learner's files stay. `engine` moves to another provider. */
  reset(onProgress?: (progress: Progress) => void, engine?: ProviderName): Promise<Cluster>
  /** An object as YAML; `path` as in {@link ObjectPath}, `revision` of the past where the cluster has one. */
  read(path: ObjectPath, revision?: number): Promise<string>
  remove(path: ObjectPath): Promise<void>
  /** The cluster's clock and its past, to read. */
  time(): Promise<ClusterTime>
  steer(order: ClockOrder): Promise<ClockState | ClockRun>
  /** The cluster, and its clock, become what they were at a revision. */
  undo(revision: number): Promise<void>
  /** Why a pod is where it is, and not elsewhere. */
  placement(pod: { namespace: string; name: string }): Promise<Placement>
  /** Whether a node's machine is on, and the switch; on engines whose machines are ours. */
  isNodeOn(node: string): Promise<boolean>
  switchNode(node: string, on: boolean): Promise<void>
  /** Where packets go in the cluster. */
  traffic(): Promise<ClusterTraffic>
  /** Starts the cluster if need be and tells what happens until the returned function is called. */
  follow(listener: (event: BenchEvent) => void): () => void
}

export interface ObjectPath {
  kind: string
  namespace?: string
  name: string
}

export interface SessionTools {
  catalogue(): Catalogue
  progress: ProgressStore
  grading: Grading
  /** The engine of that name, or this machine's own choice. Rejects in Spanish where it cannot run. */
  provider(name?: ProviderName): Promise<Provider>
}

export interface Session {
  /** Throws CourseError `unknown-lab`. */
  workbench(learner: string, lab: string): Workbench
  close(): void
}

export function createSession(tools: SessionTools): Session {
  const benches = new Map<string, LabWorkbench>()
  return {
    workbench(learner, slug) {
      if (!/^[a-z0-9-]{8,64}$/.test(learner)) {
        throw new CourseError('bad-learner', 'No se sabe quién eres.', 'Vuelve a cargar la página.')
      }
      const lab = labOf(tools.catalogue(), slug)
      const key = `${learner}/${slug}`
      const known = benches.get(key)
      if (known) {
        known.renew(lab)
        return known
      }
      const made = new LabWorkbench(learner, lab, tools)
      benches.set(key, made)
      return made
    },
    close() {
      for (const bench of benches.values()) bench.close()
      benches.clear()
    },
  }
}
