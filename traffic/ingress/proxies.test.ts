// The generated files in the real programs (Debian's nginx and haproxy, where installed): the same backend as our own matcher.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { service } from '../netfilter/fixture.ts'
import type { Ingress, Service } from '../objects.ts'
import { haproxyCfg } from './haproxy.ts'
import { nginxConf } from './nginx.ts'
import { routeOf } from './route.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-proxies-'))
const running: ChildProcess[] = []
const servers: Server[] = []
const services: Service[] = []
const names = ['uno', 'dos', 'tres']

beforeAll(async () => {
  for (const name of names) {
    const server = createServer((_, answer) => answer.end(name)).listen(0, '127.0.0.1')
    servers.push(server)
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    services.push(service(name, { clusterIP: '127.0.0.1', ports: [{ name: 'http', port }] }))
  }
})

afterAll(() => {
  for (const each of running) each.kill('SIGKILL')
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true })
})

/** A generator of its own, so that a failure can be repeated. */
function seeded(seed: number): <T>(of: T[]) => T {
  let state = seed
  return (of) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return of[Math.floor((state / 2 ** 32) * of.length)]!
  }
}

const hosts = ['a.com', 'b.a.com', '*.a.com', undefined]
const paths = ['/', '/foo', '/foo/', '/foo/bar', '/foob', '/x']
const askedHosts = ['a.com', 'A.com', 'b.a.com', 'c.a.com', 'd.c.a.com', 'otra.org']
const askedPaths = ['/', '/foo', '/foo/', '/foo/bar', '/foo/bar/', '/foobar', '/foob', '/x', '/x/y', '/nada']

function randomIngresses(pick: <T>(of: T[]) => T): Ingress[] {
  return Array.from({ length: pick([1, 2, 3]) }, (_, at): Ingress => ({
    metadata: { name: `i${at}`, namespace: 'default', creationTimestamp: `2026-11-24T00:00:0${at}Z` },
    spec: {
      ...(pick([1, 2, 3, 4]) === 1 ? { defaultBackend: backend(pick) } : {}),
      rules: Array.from({ length: pick([1, 2]) }, () => {
        const host = pick(hosts)
        const entries = Array.from({ length: pick([1, 2, 3]) }, () => ({
          path: pick(paths),
          pathType: pick(['Prefix', 'Exact', 'Prefix', 'ImplementationSpecific']),
          backend: backend(pick),
        }))
        return { ...(host === undefined ? {} : { host }), http: { paths: entries } }
      }),
    },
  }))
}

function backend(pick: <T>(of: T[]) => T): { service: { name: string; port: { name: string } } } {
  return { service: { name: pick([...names, 'no-existe']), port: { name: 'http' } } }
}

/** What our matcher gives. */
function ours(ingresses: Ingress[], host: string, path: string): string {
  const name = routeOf(ingresses, host, path)?.backend.service?.name
  return name === undefined ? '404' : name === 'no-existe' ? '503' : name
}

async function answerOf(port: number, host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ port, path, headers: { host }, agent: false }, (answer) => {
      let text = ''
      answer.on('data', (piece) => (text += String(piece)))
      answer.on('end', () => resolve(answer.statusCode === 200 ? text : String(answer.statusCode)))
    })
      .on('error', reject)
      .end()
  })
}

async function answering(port: number): Promise<void> {
  for (let tried = 0; tried < 100; tried++) {
    if (
      await answerOf(port, 'a.com', '/').then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(50)
  }
  throw new Error(`nothing answers on ${port}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const programs = {
  nginx: {
    file: '/usr/sbin/nginx',
    text: (ingresses: Ingress[], listen: number) =>
      `daemon off;\nmaster_process off;\nerror_log stderr;\npid ${folder}/nginx.pid;\n${nginxConf(
        { ingresses, services, slices: [] },
        { listen },
      ).replace(
        'http {',
        `http {\n    access_log off;\n    client_body_temp_path ${folder};\n    proxy_temp_path ${folder};\n    fastcgi_temp_path ${folder};\n    uwsgi_temp_path ${folder};\n    scgi_temp_path ${folder};`,
      )}`,
    check: (file: string) => ['-t', '-c', file],
    start: (file: string) => ['-c', file],
  },
  haproxy: {
    file: '/usr/sbin/haproxy',
    text: (ingresses: Ingress[], listen: number) =>
      `global\n    maxconn 100\n\n${haproxyCfg({ ingresses, services, slices: [] }, { listen })}`,
    check: (file: string) => ['-c', '-f', file],
    start: (file: string) => ['-db', '-f', file],
  },
}

describe.each(Object.entries(programs))('%s', (name, program) => {
  const there = existsSync(program.file)
  if (!there) console.warn(`SKIPPED: ${name} is not installed, so its files are not tried in the real program.`)

  it.skipIf(!there)('gives each request to the backend that our matcher does', { timeout: 60_000 }, async () => {
    const pick = seeded(20_261_124)
    for (let world = 0; world < 6; world++) {
      const ingresses = randomIngresses(pick)
      const port = await freePort()
      const file = join(folder, `${name}-${world}.conf`)
      writeFileSync(file, program.text(ingresses, port))
      execFileSync(program.file, program.check(file), { stdio: 'pipe' })
      const child = spawn(program.file, program.start(file), { stdio: 'ignore' })
      running.push(child)
      await answering(port)
      const asked = Array.from({ length: 50 }, () => ({ host: pick(askedHosts), path: pick(askedPaths) }))
      const got = await Promise.all(asked.map(({ host, path }) => answerOf(port, host, path)))
      const wanted = asked.map(({ host, path }) => ours(ingresses, host, path))
      const shown = (answers: string[]) => asked.map(({ host, path }, at) => `${host}${path} ${answers[at]}`)
      expect({ ingresses, answers: shown(got) }).toEqual({ ingresses, answers: shown(wanted) })
      child.kill('SIGKILL')
    }
  })
})
