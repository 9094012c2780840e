// One process a data folder: two would write over each other's journals.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Takes the folder for this process; the function returned gives it back. Throws when a living process has it. */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'host.pid')
  const holder = heldBy(file)
  if (holder !== undefined) {
    throw new Error(
      `La carpeta de datos ${folder} la está usando otro Timonel (proceso ${holder}). ` +
        'Ciérralo, o usa otra carpeta con --data CARPETA.',
    )
  }
  writeFileSync(file, String(process.pid))
  return () => rmSync(file, { force: true })
}

function heldBy(file: string): number | undefined {
  let pid: number
  try {
    pid = Number(readFileSync(file, 'utf8'))
    // Signal 0 asks only whether the process exists.
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid! : undefined
  }
  return pid === process.pid ? undefined : pid
}
