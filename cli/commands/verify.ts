// `timonel verify`: proves labs. The untouched start fails every task, the solution passes, each wrong answer fails where it says.
import { availableParallelism } from 'node:os'
import { applyAnswer } from '../../course/answer.ts'
import { labOf, loadCatalogue } from '../../course/catalogue.ts'
import { engineRefusal } from '../../course/engines.ts'
import { createGrading } from '../../course/grading.ts'
import { type Proof, verifyLabs, type VerifyTools } from '../../course/verify.ts'
import { clusterOption, defineCommand, type Input, jsonOption, kubeconfigOption, text, UsageError } from '../command.ts'
import { courseRoot } from '../course-root.ts'
import { openEngine } from '../open-engine.ts'

/** While one waits for its clients, the cluster of another works. */
const labsPerWorker = 2

export const verify = defineCommand({
  name: 'verify',
  summary:
    'demuestra laboratorios: sin tocar fallan, la solución pasa, cada respuesta mala falla solo donde dice; dos veces',
  arguments: '[lab…]',
  options: {
    cluster: { ...clusterOption, help: 'embedded (lo normal aquí), k3s o existing' },
    kubeconfig: kubeconfigOption,
    rounds: { type: 'string', value: 'N', help: 'cuántas veces cada cosa (si no se dice: 2)' },
    rate: {
      type: 'string',
      value: 'N',
      help: 'cuántas veces más deprisa va el reloj en embedded (si no se dice, el tiempo salta de una cosa a la siguiente)',
    },
    'at-once': {
      type: 'string',
      value: 'N',
      help: `cuántos laboratorios a la vez (si no se dice: ${labsPerWorker} por núcleo en embedded, 1 en los demás)`,
    },
    json: jsonOption,
  },
  async run(input) {
    const { io, options, positionals } = input
    const catalogue = loadCatalogue(courseRoot)
    const labs = positionals.length > 0 ? positionals.map((slug) => labOf(catalogue, slug)) : catalogue.labs
    const rounds = positive('--rounds', text(input, 'rounds') ?? '2')
    const rate = text(input, 'rate')
    const clockRate = rate === undefined ? undefined : positive('--rate', rate)
    const json = options['json'] === true
    const all: { lab: string; proofs: Proof[] }[] = []
    await using tools = new AsyncDisposableStack()
    const [first, ...others] = await openWorkers(input, tools)
    const embedded = first.provider.name === 'embedded'
    const workers = [first, ...others]
    const atOnce = positive(
      '--at-once',
      text(input, 'at-once') ?? String(embedded ? workers.length * labsPerWorker : 1),
    )
    const benches = Array.from({ length: atOnce }, (_, index) => ({
      ...workers[index % workers.length]!,
      apply: applyAnswer,
      rounds,
      ...(clockRate === undefined ? { timeHeld: embedded } : { clockRate }),
      // Where the clock cannot be hurried, nobody waits for what fails as it should.
      hurried: !embedded,
    }))
    await verifyLabs(labs, benches, (lab, proofs) => {
      const elsewhere = engineRefusal(lab, first.provider.name)
      const lines = elsewhere ? [`  – ${elsewhere}`] : proofs.map(proofText)
      if (!json) io.out([`${lab.slug}: ${lab.title}`, ...lines].join('\n'))
      all.push({ lab: lab.slug, proofs })
    })
    const failed = all.flatMap(({ proofs }) => proofs).filter(({ ok }) => !ok).length
    if (json) io.out(JSON.stringify(all))
    else
      io.out(
        failed === 0
          ? `\n${all.filter(({ proofs }) => proofs.length > 0).length} laboratorios demostrados.`
          : `\n${failed} pruebas no han dado lo que dice la carpeta.`,
      )
    return failed === 0 ? 0 : 1
  },
})

type Worker = Pick<VerifyTools, 'provider' | 'grading'>

/** One with processes of its own for each core where clusters are processes of ours; else one. `tools` disposes of them. */
async function openWorkers(input: Input, tools: AsyncDisposableStack): Promise<[Worker, ...Worker[]]> {
  async function openWorker(): Promise<Worker> {
    const { provider } = tools.use(await openEngine(input, 'embedded'))
    return { provider, grading: tools.adopt(createGrading(), (grading) => grading.close()) }
  }
  const first = await openWorker()
  const more = first.provider.name === 'embedded' ? availableParallelism() - 1 : 0
  return [first, ...(await Promise.all(Array.from({ length: more }, openWorker)))]
}

function proofText({ trial, round, ok, problems, durationMs }: Proof): string {
  const what = trial.answer === 'start' ? 'sin tocar' : trial.answer === 'solution' ? 'la solución' : trial.why
  const head = `  ${ok ? '✓' : '✗'} ${what} (vuelta ${round}, ${(durationMs / 1000).toFixed(1)} s)`
  return [head, ...problems.map((problem) => `      ${problem}`)].join('\n')
}

function positive(option: string, value: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number > 0) return number
  throw new UsageError(`${option} pide un número entero mayor que cero, y se ha escrito «${value}».`)
}
