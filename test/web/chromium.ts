// Where a Chromium is on this machine; on a Debian where we are root, one is installed.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** undefined where Playwright has to use its own (`npx playwright install chromium`). CHROMIUM_PATH names another. */
export function chromiumPath(): string | undefined {
  const asked = process.env['CHROMIUM_PATH']
  if (asked) return asked
  const found = usual.find((path) => existsSync(path))
  if (found) return found
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('No hay Chromium en esta máquina: se instala con apt-get.')
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'inherit' })
  return usual.find((path) => existsSync(path))
}
