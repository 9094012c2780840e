// phpMyAdmin: its log-in page on port 80, which needs no database; what PMA_HOST names is asked only on logging in.
import { timestamp } from '../../clock.ts'
import { signals, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { portAnswers, serveUntilAsked, treeWith } from './server.ts'

const program: Program = async (process) => {
  await process.complain(
    `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${process.machine.host.address}. Set the 'ServerName' directive globally to suppress this message\n`,
  )
  const database = process.env.get('PMA_HOST') ?? 'db'
  const port = Number(process.env.get('PMA_PORT') ?? 3306)
  return serveUntilAsked(
    process,
    80,
    {
      async serve({ method, target, from }) {
        const logsIn = method === 'POST'
        const refused = logsIn && !(await portAnswers(process, database, port))
        const said = refused ? `<p>mysqli::real_connect(): (HY000/2002): Connection refused</p>` : ''
        const body = `<!doctype html>\n<html><head><title>phpMyAdmin</title></head><body><h1>Welcome to phpMyAdmin</h1>${said}</body></html>\n`
        const stamp = timestamp(process.machine.clock.now())
        await process.output.write(`${from} - - [${stamp}] "${method} ${target} HTTP/1.1" 200 ${body.length} "-" "-"\n`)
        return new Response(body, {
          headers: { server: 'Apache/2.4.65 (Debian)', 'content-type': 'text/html; charset=utf-8' },
        })
      },
    },
    [signals.TERM!, 28],
  )
}

export const phpMyAdmin = defineImage({
  names: ['docker.io/library/phpmyadmin', 'docker.io/phpmyadmin/phpmyadmin'],
  digest: 'sha256:95e01f723b5e55fabf16d0473f1df2354c4c6352b35902b51d6a6245e074aee4',
  sizeBytes: 206_310_771,
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['apache2-foreground'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/var/www/html',
  stopSignal: 28,
  programs: { phpmyadmin: program },
  tree: (nowMs) => treeWith(nowMs, { '/docker-entrypoint.sh': { program: 'phpmyadmin' } }),
})
