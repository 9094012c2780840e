// Images for nodes that can pull none: each folder of images/ is built and handed to the nodes as an archive.
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { GenericContainer, getContainerRuntimeClient } from 'testcontainers'

/** The stand-ins' folders hold a Dockerfile and `names`, the image references that they stand in for. */
export default async function setup(): Promise<() => void> {
  const { dockerode } = (await getContainerRuntimeClient()).container
  const folder = mkdtempSync(join(tmpdir(), 'timonel-images-'))
  const sources = join(import.meta.dirname, 'images')
  for (const name of readdirSync(sources)) {
    for (const reference of readFileSync(join(sources, name, 'names'), 'utf8')
      .split(/\s+/)
      .filter(Boolean)) {
      await GenericContainer.fromDockerfile(join(sources, name)).build(reference, { deleteOnExit: false })
      const archive = await dockerode.getImage(reference).get()
      await pipeline(archive, createWriteStream(join(folder, `${reference.replaceAll(/\W/g, '_')}.tar`)))
    }
  }
  process.env['TIMONEL_K3S_ARCHIVES'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
