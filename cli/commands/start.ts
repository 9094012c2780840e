// `timonel start LAB`: a lab's cluster with its seed, in the foreground.
import { clusterSpecOf, labOf, loadCatalogue } from '../../course/catalogue.ts'
import { seedCluster } from '../../course/seed.ts'
import { clusterOption, defineCommand, jsonOption, kubeconfigOption, UsageError } from '../command.ts'
import { courseRoot } from '../course-root.ts'
import { holdInForeground } from '../foreground.ts'
import { openEngine, startCluster } from '../open-engine.ts'

export const start = defineCommand({
  name: 'start',
  summary: 'arranca el cluster de un laboratorio en primer plano e imprime su export KUBECONFIG=…; Ctrl-C lo para',
  arguments: '<lab>',
  options: { cluster: clusterOption, kubeconfig: kubeconfigOption, json: jsonOption },
  async run(input) {
    const [slug] = input.positionals
    if (slug === undefined) throw new UsageError('Falta el laboratorio: timonel start <lab>. Los que hay: timonel list')
    const lab = labOf(loadCatalogue(courseRoot), slug)
    await using engine = await openEngine(input)
    const cluster = await startCluster(engine.provider, clusterSpecOf(lab, lab.slug), input)
    await seedCluster(cluster, lab)
    const tasks = lab.tasks.map(({ id, title }) => `  ${id}. ${title}`)
    return await holdInForeground(cluster, input, [
      `${lab.title}. Tareas:`,
      ...tasks,
      ...lab.users.map(({ name, title }) => `Como ${title}: kubectl --context ${name} …`),
      `Para que te lo corrija: npx timonel grade ${lab.slug} --submission CARPETA`,
    ])
  },
})
