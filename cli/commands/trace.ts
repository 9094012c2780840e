// `timonel trace FROM TO`: the way of a packet, hop by hop.
import { ClusterTraffic } from '../../course/traffic.ts'
import type { TraceRequest } from '../../traffic/trace/trace.ts'
import type { TraceFrom } from '../../traffic/trace/world.ts'
import { clusterKubeconfigOption, readKubeconfig } from '../cluster-kubeconfig.ts'
import { defineCommand, jsonOption, text, UsageError } from '../command.ts'
import { traceText } from '../reporters/trace.ts'

export const trace = defineCommand({
  name: 'trace',
  summary: 'sigue un paquete salto a salto: 0 llega, 1 muere por el camino y dice dónde y por qué',
  arguments: '<desde> <hasta>',
  options: {
    namespace: { type: 'string', short: 'n', value: 'NOMBRE', help: 'el namespace del pod (si no se dice: default)' },
    host: { type: 'string', value: 'NOMBRE', help: 'la cabecera Host (si no se dice: el nombre al que va)' },
    choice: { type: 'string', value: 'N', help: 'a qué endpoint le toca, desde 1 (si no se dice: 1)' },
    rules: { type: 'boolean', help: 'enseña las reglas de NetFilter que se encuentra' },
    kubeconfig: clusterKubeconfigOption,
    json: jsonOption,
  },
  async run(input) {
    const [from, to] = input.positionals
    if (from === undefined || to === undefined) {
      throw new UsageError(
        'Faltan los extremos: timonel trace MenchuPC app1.mi-cluster.com:80/, timonel trace pod/web mariadb-service:3307',
      )
    }
    const host = text(input, 'host')
    const request = {
      ...requestOf(to),
      ...(host === undefined ? {} : { host }),
      choice: choiceOf(text(input, 'choice')),
    }
    const start = fromOf(from, text(input, 'namespace') ?? 'default')
    const made = await new ClusterTraffic(readKubeconfig(input)).trace(start, request)
    input.io.out(
      input.options['json'] === true ? JSON.stringify(made) : traceText(made, input.options['rules'] === true),
    )
    return made.arrived ? 0 : 1
  },
})

/** `pod/web`, `node/nodo1`, `MenchuPC`. */
function fromOf(given: string, namespace: string): TraceFrom {
  if (/^(?:menchupc|fuera)$/i.test(given)) return { kind: 'outside' }
  const [, kind, name] = /^(pod|node|nodo)\/(.+)$/.exec(given) ?? []
  if (kind === 'pod') return { kind, namespace, name: name! }
  if (kind !== undefined) return { kind: 'node', name: name! }
  throw new UsageError(`De dónde sale el paquete: pod/NOMBRE, node/NOMBRE o MenchuPC. «${given}» no es ninguno.`)
}

/** `[http://]name[:port][/path]` */
function requestOf(given: string): TraceRequest {
  const [, name, port, path] = /^(?:http:\/\/)?([^/:]+)(?::(\d{1,5}))?(\/.*)?$/.exec(given) ?? []
  const number = Number(port ?? 80)
  if (name === undefined || number < 1 || number > 65_535) {
    throw new UsageError(`A dónde va: NOMBRE:PUERTO/RUTA, como mariadb-service:3307. «${given}» no lo es.`)
  }
  return { to: name, port: number, ...(path === undefined ? {} : { path }) }
}

function choiceOf(given: string | undefined): number {
  const number = Number(given ?? 1)
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--choice es un número desde 1: «${given}» no lo es.`)
  return number - 1
}
