// agnhost, Kubernetes' own test image: grpc-health-checking, which answers gRPC health checks, and pause. k8s: test/images/agnhost
import { timestamp } from '../../clock.ts'
import { answerCheck } from '../../network/grpc-health.ts'
import { bytesOf } from '../../network/bytes.ts'
import type { Process, Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const program: Program = async (process) => {
  const [, command = ''] = process.args
  if (command === 'grpc-health-checking') return healthChecking(process)
  if (command === 'pause' || command === '') {
    await process.print('Paused\n')
    await process.until(new Promise(() => undefined))
  }
  await process.complain(`Error: unknown command "${command}" for "app"\nRun 'app --help' for usage.\n`)
  return 1
}

async function healthChecking(process: Process): Promise<number> {
  const { clock, host } = process.machine
  const options = optionsOf(process.args.slice(2))
  const service = options.get('service') ?? ''
  const delay = Number(options.get('delay-unhealthy-sec') ?? -1)
  const startedMs = clock.now()
  let forced: boolean | undefined
  const log = (text: string): Promise<void> =>
    process.complain(`${timestamp(clock.now()).replaceAll('-', '/').replace('T', ' ').replace('Z', '')} ${text}\n`)
  const httpPort = Number(options.get('http-port') ?? 8080)
  const close = host.listen(httpPort, {
    async serve({ target }) {
      if (target !== '/make-not-serving' && target !== '/make-serving') {
        return new Response('404 page not found\n', { status: 404 })
      }
      forced = target === '/make-not-serving'
      await log(forced ? 'Mark as unhealthy' : 'Mark as healthy')
      return new Response(`${(clock.now() - startedMs) / 1000}s`)
    },
  })
  const port = Number(options.get('port') ?? 5000)
  await log(`Http server starting to listen on :${httpPort}`)
  await log(`gRPC server starting to listen on :${port}`)
  const status = await serveUntilAsked(process, port, {
    wire: 'grpc',
    serve: (request) =>
      answerCheck(request, (asked) => {
        if (asked !== bytesOf(service)) return undefined
        const ill = forced === true || (delay >= 0 && clock.now() - startedMs >= delay * 1000)
        return ill ? 'NOT_SERVING' : 'SERVING'
      }),
  })
  close?.()
  return status
}

/** `--name=value` and `--name value`. */
function optionsOf(words: string[]): Map<string, string> {
  const options = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const [name = '', value] = words[at]!.replace(/^--?/, '').split(/=(.*)/s)
    options.set(name, value ?? words[++at] ?? '')
  }
  return options
}

export const agnhost = defineImage({
  names: ['registry.k8s.io/e2e-test-images/agnhost'],
  digest: 'sha256:cc249acbd34692826b2b335335615e060fdb3c0bca4954507aa3a1d1194de253',
  sizeBytes: 53_528_422,
  entrypoint: ['/agnhost'],
  command: ['pause'],
  programs: { agnhost: program },
  tree: (nowMs) => treeWith(nowMs, { '/agnhost': { program: 'agnhost' } }),
})
