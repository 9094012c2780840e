// Oracle Database: eight minutes to lay out a database and five to open one that is there, then port 1521; a backup keeps it alive and takes no new sessions.
import { timestamp } from '../../clock.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { treeWith } from './server.ts'

const dataFolder = '/opt/oracle/oradata'
const createMs = 8 * 60_000
const openMs = 5 * 60_000
const backupMinutes = 10
/** There while the database is open, and while a backup runs. */
const openMark = '/opt/oracle/.open'
const backupMark = '/opt/oracle/.backup'
const lookMs = 1000

const server: Program = async (process) => {
  const { host } = process.machine
  const fresh = !process.files.lookup(`${dataFolder}/dbconfig`)
  if (process.files.lookup(backupMark)) process.files.remove(backupMark)
  await process.print('Starting Oracle Net Listener.\nOracle Net Listener started.\n')
  if (fresh) {
    if (!process.env.get('ORACLE_PWD')) await process.print('ORACLE PASSWORD FOR SYS AND SYSTEM: generada al azar\n')
    for (const share of [8, 25, 42, 60, 78, 95]) {
      await process.sleep(createMs / 6)
      await process.print(`${share}% complete\n`)
    }
    process.files.makeDirectory(`${dataFolder}/dbconfig`, { parents: true })
  } else await process.sleep(openMs)
  process.files.write(openMark, '')
  await process.print(
    '#########################\nDATABASE IS READY TO USE!\n#########################\nThe following output is now a tail of the alert.log:\n',
  )
  const stop = new Promise<number>((resolve) => {
    for (const signal of [signals.TERM!, signals.INT!]) process.onSignal(signal, () => resolve(0))
  })
  let close: (() => void) | undefined
  const listener = async (): Promise<number> => {
    for (;;) {
      const backsUp = process.files.lookup(backupMark) !== undefined
      if (backsUp) {
        close?.()
        close = undefined
      } else close ??= host.listen(1521, { accept: (connection) => connection.output.close() })
      await process.sleep(lookMs)
    }
  }
  const status = await process.until(Promise.race([stop, listener()]))
  close?.()
  await process.print('Shutting down instance (immediate)\n')
  return status
}

/** `backup.sh [MINUTES]`: what an administrator starts in the container. */
const backup: Program = async (process) => {
  if (!process.files.lookup(openMark)) return refuse(process, 'ORA-01034: ORACLE not available\n')
  if (process.files.lookup(backupMark)) return refuse(process, 'RMAN-06010: backup already running\n')
  const minutes = Number(process.args[1] ?? backupMinutes)
  process.files.write(backupMark, '')
  await process.print(`Starting backup at ${timestamp(process.machine.clock.now())}\n`)
  try {
    await process.sleep(minutes * 60_000)
  } finally {
    if (process.files.lookup(backupMark)) process.files.remove(backupMark)
  }
  await process.print(`Finished backup at ${timestamp(process.machine.clock.now())}\n`)
  return 0
}

/** The image's own health check: is the database open? A backup does not close it. */
const check: Program = async (process) => (process.files.lookup(openMark) ? 0 : 1)

export const oracle = defineImage({
  names: [
    'container-registry.oracle.com/database/enterprise',
    'container-registry.oracle.com/database/express',
    'container-registry.oracle.com/database/free',
    'docker.io/gvenzl/oracle-free',
    'docker.io/gvenzl/oracle-xe',
  ],
  digest: 'sha256:b9e0e1b5e3ff1d4d6d4d1e8f4b8c7b9e36c7f4f6d5a8b7c2a1e0f9d8c7b6a5e4',
  sizeBytes: 3_120_402_118,
  command: ['/opt/oracle/runOracle.sh'],
  env: { PATH: '/opt/oracle:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ORACLE_SID: 'ORCLCDB' },
  workingDirectory: '/home/oracle',
  user: 54_321,
  programs: { oracle: server, 'oracle-backup': backup, 'oracle-check': check },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/opt/oracle/runOracle.sh': { program: 'oracle' },
      '/opt/oracle/checkDBStatus.sh': { program: 'oracle-check' },
      '/opt/oracle/backup.sh': { program: 'oracle-backup' },
      '/opt/oracle/oradata/.keep': '',
    }),
})

async function refuse(process: Process, text: string): Promise<number> {
  await process.complain(text)
  return 1
}
