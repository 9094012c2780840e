// Nextcloud: installs itself into an empty /var/www/html, upgrades what an older version left there for twenty minutes, and only then answers on port 80.
import { timestamp } from '../../clock.ts'
import type { HttpRequest } from '../../network/http-message.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const root = '/var/www/html'
const versionFile = `${root}/version.php`
const installMs = 40_000
const upgradeMs = 20 * 60_000

const entrypoint: Program = async (process) => {
  const wanted = process.env.get('NEXTCLOUD_VERSION') ?? 'latest'
  const found = /'([^']+)'/.exec(
    process.files.lookup(versionFile)?.kind === 'file' ? process.files.read(versionFile) : '',
  )?.[1]
  if (found !== wanted) {
    if (found !== undefined && compare(found, wanted) > 0) {
      await process.complain(
        `Can't start Nextcloud because the version of the data (${found}) is higher than the docker image version (${wanted}) and downgrading is not supported. Are you sure you have pulled the newest image version?\n`,
      )
      return 1
    }
    await process.print(
      `Initializing nextcloud ${wanted} ...\n${found === undefined ? 'New nextcloud instance\n' : `Upgrading nextcloud from ${found} ...\n`}`,
    )
    await process.sleep(found === undefined ? installMs : upgradeMs)
    // Only what is over is written down: whoever is killed halfway starts from the beginning.
    process.files.makeDirectory(root, { parents: true })
    process.files.write(versionFile, `<?php $OC_VersionString = '${wanted}';\n`)
    await process.print('Initializing finished\n')
  }
  await process.complain(
    `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${process.machine.host.address}. Set the 'ServerName' directive globally to suppress this message\n`,
  )
  return serveUntilAsked(process, 80, { serve: (request) => serve(process, wanted, request) }, [signals.TERM!, 28])
}

export const nextcloud = defineImage({
  names: ['docker.io/library/nextcloud'],
  digest: 'sha256:1ac5a7bd32ca8b8b85b1a57e43df1cf0ad7d3f5a6dd1f7b6bd1c4aef4e1ad9e3',
  sizeBytes: 520_118_904,
  entrypoint: ['/entrypoint.sh'],
  command: ['apache2-foreground'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  versionVariable: 'NEXTCLOUD_VERSION',
  workingDirectory: root,
  stopSignal: 28,
  programs: { nextcloud: entrypoint },
  tree: (nowMs) => treeWith(nowMs, { '/entrypoint.sh': { program: 'nextcloud' }, [`${root}/.keep`]: '' }),
})

async function serve(process: Process, version: string, { method, target, from }: HttpRequest): Promise<Response> {
  const response = target.startsWith('/status.php')
    ? Response.json({
        installed: true,
        maintenance: false,
        needsDbUpgrade: false,
        version: `${version}.0`,
        versionstring: version,
        productname: 'Nextcloud',
      })
    : target === '/login'
      ? new Response('<!DOCTYPE html>\n<html><head><title>Login – Nextcloud</title></head></html>\n', {
          headers: { 'content-type': 'text/html; charset=UTF-8' },
        })
      : new Response(null, { status: 302, headers: { location: '/login' } })
  const stamp = timestamp(process.machine.clock.now())
  await process.output.write(`${from} - - [${stamp}] "${method} ${target} HTTP/1.1" ${response.status} - "-" "-"\n`)
  return response
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number))
  for (const [index, number] of left!.entries()) {
    const difference = number - (right![index] ?? 0)
    if (difference) return difference
  }
  return 0
}
