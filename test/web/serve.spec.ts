// `timonel serve` on days that are not good: the port is taken, the folder cannot be written, somebody else asks.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const root = join(import.meta.dirname, '..', '..')

interface Run {
  child: ChildProcess
  /** What it has printed so far. */
  said(): string
  ended: Promise<number | null>
}

function serve(...words: string[]): Run {
  const child = spawn('node', ['cli/main.ts', 'serve', ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { child, said: () => text, ended: new Promise((resolve) => child.on('exit', resolve)) }
}

let folder = ''
test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'timonel-serve-'))))
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('takes the next port when its own is taken, and says so', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()))
  const { port } = other.address() as AddressInfo
  const run = serve('--port', String(port), '--data', folder, '--cluster', 'embedded')
  await expect.poll(() => run.said(), { timeout: 40_000 }).toContain('Timonel está en http://127.0.0.1:')
  expect(run.said()).toContain(`El puerto ${port} está ocupado: uso el `)
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(0)
  other.close()
})

test('says what to do when the data folder cannot be used', async () => {
  const file = join(folder, 'fichero')
  writeFileSync(file, '')
  const run = serve('--port', '0', '--data', join(file, 'dentro'), '--cluster', 'embedded')
  expect(await run.ended).toBe(2)
  expect(run.said()).toContain(`No se puede escribir en la carpeta de datos ${join(file, 'dentro')}`)
  expect(run.said()).toContain('elige otra con --data CARPETA o con la variable TIMONEL_DATA')
})

test('refuses a port that is none and an engine that does not exist', async () => {
  const badPort = serve('--port', 'ochenta')
  expect(await badPort.ended).toBe(2)
  expect(badPort.said()).toContain('«ochenta» no es un puerto')
  const badEngine = serve('--port', '0', '--data', folder, '--cluster', 'minikube')
  expect(await badEngine.ended).toBe(2)
  expect(badEngine.said()).toContain('No hay un motor «minikube». Los que hay: embedded, k3s, existing.')
})

test('does nothing for other sites', async ({ request, baseURL }) => {
  const data = { again: true }
  const foreign = await request.post('/api/labs/pv-y-pvc/grade', { data, headers: { origin: 'https://otro.example' } })
  expect([foreign.status(), ((await foreign.json()) as { message: string }).message]).toEqual([
    403,
    'Esta petición viene de otra página, y aquí solo se hace caso a las de Timonel.',
  ])
  const crossed = await request.post('/api/labs/pv-y-pvc/grade', { data, headers: { 'sec-fetch-site': 'cross-site' } })
  expect(crossed.status()).toBe(403)
  const rebound = await request.get('/', { headers: { host: 'otro.example' } })
  expect(rebound.status()).toBe(421)
  const own = await request.post('/api/labs/pv-y-pvc/discard', {
    data: { name: 'x.yaml' },
    headers: { origin: baseURL! },
  })
  expect(own.status()).toBe(200)
})
