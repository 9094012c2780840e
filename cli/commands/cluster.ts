// `timonel cluster`: an empty embedded cluster in the foreground, a Kubernetes API for anyone's tests.
import { clusterOption, defineCommand, jsonOption, kubeconfigOption, text, UsageError } from '../command.ts'
import { holdInForeground } from '../foreground.ts'
import { openEngine, startCluster } from '../open-engine.ts'

const nodesMax = 500

export const cluster = defineCommand({
  name: 'cluster',
  summary: 'arranca un cluster vacío en primer plano e imprime su export KUBECONFIG=…; Ctrl-C lo para',
  options: {
    nodes: { type: 'string', short: 'n', value: 'N', help: `nodos, de 0 a ${nodesMax} (si no se dice: 1)` },
    ingress: { type: 'boolean', help: 'con un Ingress controller' },
    storage: { type: 'boolean', help: 'con un provisionador de volúmenes (local-path)' },
    metrics: { type: 'boolean', help: 'con metrics-server: kubectl top, y autoescalado por lo que gastan los pods' },
    rate: { type: 'string', value: 'N', help: 'cuántas veces más deprisa que el real va su reloj (solo embedded)' },
    cluster: { ...clusterOption, help: 'embedded (lo normal aquí), k3s o existing' },
    kubeconfig: kubeconfigOption,
    json: jsonOption,
  },
  async run(input) {
    const nodes = wholeNumber('--nodes', text(input, 'nodes') ?? '1', 0, nodesMax)
    const rate = wholeNumber('--rate', text(input, 'rate') ?? '1', 1, 1000)
    await using engine = await openEngine(input, 'embedded')
    const started = await startCluster(
      engine.provider,
      {
        id: 'cluster',
        nodes: Array.from({ length: nodes }, (_, index) => ({ name: `nodo${index + 1}` })),
        ingress: input.options['ingress'] === true,
        storage: input.options['storage'] === true,
        metrics: input.options['metrics'] === true,
        clockRate: rate,
      },
      input,
    )
    return await holdInForeground(started, input)
  },
})

function wholeNumber(option: string, value: string, min: number, max: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= min && number <= max) return number
  throw new UsageError(`${option} pide un número entero de ${min} a ${max}, y se ha escrito «${value}».`)
}
