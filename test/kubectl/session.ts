// A cluster of its own for a test file, and kubectl to talk to it: the whole way, over HTTPS and the host's process.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { embeddedProvider } from '../../providers/embedded.ts'
import { findKubectl } from './binary.ts'

/** What a run of kubectl gave. */
export interface Run {
  code: number
  stdout: string
  stderr: string
}

export interface Session {
  /** Runs kubectl with words separated by blanks, or given one by one; `input` is its standard input. Ends after 20 s at most. */
  kubectl: (args: string | string[], input?: string) => Promise<Run>
  /** Standard output of a run that must succeed. */
  output: (args: string | string[], input?: string) => Promise<string>
  /** Writes a file in the session's folder and gives its path. */
  file: (name: string, text: string) => string
}

const binary = findKubectl()
if (!binary) console.warn('SKIPPED: no kubectl 1.35 on this machine, so nothing of it is tested')

/** Declares tests that need kubectl and a cluster with `nodes` nodes; said loudly where there is no kubectl. */
export function describeKubectl(title: string, nodes: number, body: (session: Session) => void): void {
  describe.skipIf(!binary)(`kubectl ${title}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'timonel-kubectl-'))
    const provider = embeddedProvider(join(folder, 'clusters'))
    const kubeconfig = join(folder, 'kubeconfig')
    beforeAll(async () => {
      const names = Array.from({ length: nodes }, (_, index) => ({ name: `node-${index + 1}` }))
      const cluster = await provider.start({ id: 'kubectl', nodes: names, ingress: false, storage: false })
      writeFileSync(kubeconfig, cluster.kubeconfig)
    })
    afterAll(async () => {
      await provider.close()
      rmSync(folder, { recursive: true, force: true })
    })
    const kubectl: Session['kubectl'] = (args, input = '') => {
      const words = typeof args === 'string' ? args.split(' ') : args
      return run([`--kubeconfig=${kubeconfig}`, `--cache-dir=${join(folder, 'cache')}`, ...words], input, folder)
    }
    body({
      kubectl,
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

function run(args: string[], input: string, folder: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary!, args, {
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
