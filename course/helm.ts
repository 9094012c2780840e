// Runs a learner's line of helm: the real program, in a folder with the lab's files, on the lab's cluster and nothing else.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CourseError } from './course-error.ts'
import { readHelmLine } from './helm/line.ts'
import { helmProgram } from './helm/program.ts'
import type { WorkFile } from './session.ts'
import { faultOf } from './work-file.ts'

export interface HelmRequest {
  /** `helm upgrade blog ./wordpress -f mis-valores.yaml`. */
  line: string
  /** What the line may name: charts are folders of them. */
  files: WorkFile[]
  kubeconfig: string
  /** What helm prints, as it prints it: both of its outputs, in their order. */
  onText?: (text: string) => void
  /** Ends helm at once. */
  signal?: AbortSignal
}

export interface HelmRun {
  /** helm's exit code: 0 when it did what was asked. */
  code: number
  /** All that it printed. */
  output: string
}

/** helm's own patience is 5 minutes; whoever asks for more than this meant something else. */
const runMaxMs = 15 * 60_000
const outputMaxChars = 2 * 1024 * 1024

/** Rejects with CourseError: `bad-line`, `no-helm`, `bad-file` for a file that cannot be laid out. A failure of helm itself is its exit code. */
export async function runHelm({ line, files, kubeconfig, onText, signal }: HelmRequest): Promise<HelmRun> {
  const args = readHelmLine(line)
  const program = await helmProgram()
  const folder = await mkdtemp(join(tmpdir(), 'timonel-helm-'))
  try {
    const work = join(folder, 'work')
    await mkdir(work)
    for (const file of files) await layOut(work, file)
    await writeFile(join(folder, 'kubeconfig'), kubeconfig, { mode: 0o600 })
    let output = ''
    const code = await run(program, args, work, environmentIn(folder), signal, (text) => {
      if (output.length > outputMaxChars) return
      output += text
      onText?.(text)
    })
    return { code, output }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function layOut(folder: string, file: WorkFile): Promise<void> {
  const fault = faultOf(file)
  if (fault) throw new CourseError('bad-file', fault, 'Lo demás sigue como estaba.')
  const path = join(folder, file.name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, file.text)
}

/** The person's own repositories, plugins and current cluster are no business of a lab's. */
function environmentIn(folder: string): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:HELM_|KUBE)/.test(name))
  return {
    ...Object.fromEntries(own),
    KUBECONFIG: join(folder, 'kubeconfig'),
    KUBECACHEDIR: join(folder, 'cache'),
    HELM_CACHE_HOME: join(folder, 'helm/cache'),
    HELM_CONFIG_HOME: join(folder, 'helm/config'),
    HELM_DATA_HOME: join(folder, 'helm/data'),
  }
}

function run(
  program: string,
  args: string[],
  cwd: string,
  env: Record<string, string | undefined>,
  signal: AbortSignal | undefined,
  onText: (text: string) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: runMaxMs,
    })
    const end = (): void => void child.kill()
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText)
    child.on('error', reject)
    child.on('close', (code) => {
      signal?.removeEventListener('abort', end)
      resolve(code ?? -1)
    })
  })
}
