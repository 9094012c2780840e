// npm's `prepare`: builds the site after an install, so that `npm start` answers at once. A failure is told, not fatal:
// `npm start` tries again.
import { join } from 'node:path'
import { ensureBuild } from '../cli/site-build.ts'

const root = join(import.meta.dirname, '..')
try {
  await ensureBuild(root, (line) => console.log(line))
} catch (error) {
  console.warn((error as Error).message)
}
