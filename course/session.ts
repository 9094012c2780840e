// The verbs of a learner at a lab: start, write, apply, grade, reset. The page and the CLI call these and nothing below.
import type { Cluster, Progress, ProviderName } from '../providers/provider.ts'
import type { Verdict } from '../graders/verdict.ts'

/** A file of the learner's editor. */
export interface WorkFile {
  /** `pvc.yaml`: no folders. */
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
  ok: boolean
}

/** A learner's workbench in one lab. Rejections are CourseError with a Spanish sentence and the way out. */
export interface Workbench {
  readonly learner: string
  readonly lab: string
  /** The cluster, started on first call; the same one afterwards, also after a restart of the process. */
  cluster(onProgress?: (progress: Progress) => void): Promise<Cluster>
  files(): WorkFile[]
  /** Keeps a file (at most 1 MiB of text); a new name adds one. */
  save(file: WorkFile): void
  apply(files: WorkFile[]): Promise<ApplyReport>
  grade(): Promise<Verdict>
  /** The last verdict, if any, also from before a restart. */
  verdict(): Verdict | undefined
  /** Gives the next hint of a task and counts it. */
  hint(task: number): { text: string; number: number; of: number }
  /** The solution's files; allowed after a pass, all hints, or `surrender`, which is remembered in the verdict. */
  solution(surrender: boolean): WorkFile[]
  /** A clean cluster with the lab's seed; the learner's files stay. `engine` moves to another provider. */
  reset(onProgress?: (progress: Progress) => void, engine?: ProviderName): Promise<Cluster>
}
