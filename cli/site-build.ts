// The built site: made when it is missing or older than its sources, so that `npm start` is all anybody needs.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What goes into the bundle. content/ and labs/ do not: they are read as they are. */
const sources = [
  'app',
  'course',
  'diagnose',
  'graders/verdict.ts',
  'next.config.ts',
  'package-lock.json',
  'tsconfig.json',
]

/** @param say gets Spanish lines about what is being done. Rejects with the compiler's output when it does not build. */
export async function ensureBuild(root: string, say: (line: string) => void): Promise<void> {
  const stamp = join(root, '.next', 'timonel-build')
  const wanted = fingerprint(root)
  const built = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined
  if (built === wanted) return
  say(
    built === undefined
      ? 'Construyendo el sitio (solo la primera vez)…'
      : 'El sitio ha cambiado: construyéndolo otra vez…',
  )
  await build(root)
  writeFileSync(stamp, wanted)
}

function fingerprint(root: string): string {
  const hash = createHash('sha256').update(process.versions.node)
  for (const source of sources) {
    for (const file of filesOf(root, source)) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function filesOf(root: string, source: string): string[] {
  if (/\.\w+$/.test(source)) return existsSync(join(root, source)) ? [source] : []
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()
}

function build(root: string): Promise<void> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [next, 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`El sitio no se ha podido construir:\n${Buffer.concat(output).toString()}`))
    })
  })
}
