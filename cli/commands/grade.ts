// `timonel grade LAB`: starts the lab's cluster, applies a submission, grades it, prints the verdict.
import { writeFileSync } from 'node:fs'
import { applyAnswer } from '../../course/answer.ts'
import { clusterSpecOf, labOf, loadCatalogue } from '../../course/catalogue.ts'
import { createGrading } from '../../course/grading.ts'
import { seedCluster } from '../../course/seed.ts'
import { clusterOption, defineCommand, jsonOption, kubeconfigOption, text, UsageError } from '../command.ts'
import { courseRoot } from '../course-root.ts'
import { openEngine, startCluster } from '../open-engine.ts'
import { junit } from '../reporters/junit.ts'
import { applied, verdictText } from '../reporters/pretty.ts'
import { readSubmission } from '../submission.ts'

const exitCodes = { pass: 0, fail: 1, error: 2 } as const

export const grade = defineCommand({
  name: 'grade',
  summary:
    'arranca el laboratorio, aplica una entrega y la corrige: 0 superado, 1 no superado, 2 no se ha podido corregir',
  arguments: '<lab> --submission <carpeta>',
  options: {
    submission: { type: 'string', short: 's', value: 'CARPETA', help: 'los YAML de la entrega' },
    cluster: clusterOption,
    kubeconfig: kubeconfigOption,
    json: jsonOption,
    junit: { type: 'string', value: 'FICHERO', help: 'escribe además el veredicto en formato JUnit' },
  },
  async run(input) {
    const [slug] = input.positionals
    const folder = text(input, 'submission')
    if (slug === undefined) throw new UsageError('Falta el laboratorio: timonel grade <lab> --submission <carpeta>')
    if (folder === undefined) throw new UsageError('Falta la entrega: --submission CARPETA, con los YAML.')
    const lab = labOf(loadCatalogue(courseRoot), slug)
    const files = readSubmission(folder, lab.helm)
    const submittedAt = new Date().toISOString()
    await using engine = await openEngine(input)
    const cluster = await startCluster(engine.provider, clusterSpecOf(lab, lab.slug), input)
    const grading = createGrading()
    try {
      await seedCluster(cluster, lab)
      const report = await applyAnswer(cluster.kubeconfig, lab, files)
      const json = input.options['json'] === true
      if (!json) for (const line of applied(report)) input.io.out(line)
      const attempt = { attempt: 1, submittedAt, source: 'ci' as const, hintsUsed: 0, solutionSeen: false }
      const verdict = await grading.grade(lab, cluster.kubeconfig, attempt)
      input.io.out(json ? JSON.stringify(verdict) : verdictText(verdict))
      const file = text(input, 'junit')
      if (file !== undefined) writeFileSync(file, junit(verdict))
      return exitCodes[verdict.status]
    } finally {
      grading.close()
      await cluster.stop()
    }
  },
})
