// The engine's containers die in the middle of a lab: said in Spanish, never marked wrong, and the learner's files are not touched.
import { join } from 'node:path'
import { getContainerRuntimeClient } from 'testcontainers'
import { afterAll, expect, it } from 'vitest'
import { applyFiles } from '../../course/apply.ts'
import { clusterSpecOf, labOf, loadCatalogue } from '../../course/catalogue.ts'
import { createGrading } from '../../course/grading.ts'
import { ownLabels } from '../../providers/k3s/leftovers.ts'
import { k3sProvider } from '../../providers/k3s.ts'
import { itLeavesNothingBehind } from './leaves-nothing.ts'

const provider = k3sProvider()
const grading = createGrading()
afterAll(async () => {
  grading.close()
  await provider.close()
})

it('a cluster whose containers are gone: nothing is applied, and the verdict is an error', async () => {
  const lab = labOf(loadCatalogue(join(import.meta.dirname, '../..')), 'pv-y-pvc')
  const { kubeconfig } = await provider.start(clusterSpecOf(lab, 'perdido'))
  const { dockerode } = (await getContainerRuntimeClient()).container
  const filters = { label: Object.entries(ownLabels()).map(([key, value]) => `${key}=${value}`) }
  for (const { Id } of await dockerode.listContainers({ filters })) await dockerode.getContainer(Id).kill()

  const report = await applyFiles(kubeconfig, lab.solution)
  expect(report.ok).toBe(false)
  expect(new Set(report.documents.map(({ outcome }) => outcome))).toEqual(new Set(['refused', 'skipped']))
  expect(report.documents[0]!.message).toMatch(/no contesta/)

  const attempt = {
    attempt: 1,
    submittedAt: new Date().toISOString(),
    source: 'self' as const,
    hintsUsed: 0,
    solutionSeen: false,
  }
  const verdict = await grading.grade(lab, kubeconfig, attempt)
  expect(verdict.status).toBe('error')
  expect(verdict.checks.every(({ status }) => status === 'error' || status === 'skipped')).toBe(true)
  expect(verdict.checks[0]!.message).toMatch(/no se pudo evaluar/i)
  await provider.close()
})
itLeavesNothingBehind()
