// hashicorp/http-echo: answers every request with one text.
import type { Program } from '../runtime/process.ts'
import { textOf } from '../../network/bytes.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const program: Program = async (process) => {
  const options = new Map<string, string>()
  for (let index = 1; index < process.args.length; index++) {
    const [name = '', value] = process.args[index]!.replace(/^--?/, '').split(/=(.*)/s)
    options.set(name, value ?? process.args[++index] ?? '')
  }
  const text = options.get('text') ?? process.env.get('ECHO_TEXT')
  if (text === undefined || text === '') {
    await process.complain('Missing -text option!\n')
    return 127
  }
  const port = Number((options.get('listen') ?? ':5678').replace(/^.*:/, ''))
  await process.complain(`[INFO] server is listening on :${port}\n`)
  const body = `${textOf(text)}\n`
  return serveUntilAsked(process, port, {
    serve: async () =>
      new Response(body, {
        headers: { 'x-app-name': 'http-echo', 'x-app-version': '1.0.0', 'content-type': 'text/plain; charset=utf-8' },
      }),
  })
}

export const httpEcho = defineImage({
  names: ['docker.io/hashicorp/http-echo'],
  digest: 'sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186',
  sizeBytes: 3_120_414,
  memoryMiB: 2,
  entrypoint: ['/http-echo'],
  programs: { 'http-echo': program },
  tree: (nowMs) => treeWith(nowMs, { '/http-echo': { program: 'http-echo' } }),
})
