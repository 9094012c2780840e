// `timonel clock`: the time of a cluster that has its own, from the kubeconfig alone.
import type { ClockOrder, ClockRun, ClockState } from '../../course/time.ts'
import { clusterKubeconfigOption, readKubeconfig } from '../cluster-kubeconfig.ts'
import { defineCommand, type Input, jsonOption, text, UsageError } from '../command.ts'

const units: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 }
const verbs = 'pause, resume, step, next, to, until'

export const clock = defineCommand({
  name: 'clock',
  summary:
    'la hora de un cluster incorporado, y órdenes para su reloj: pause, resume, step 50min, next (el próximo hecho), to INSTANTE, until pod/web',
  arguments: '[orden] [cuánto]',
  options: {
    for: {
      type: 'string',
      value: 'CONDICIÓN',
      help: 'de until, como en kubectl wait (si no se dice: condition=Ready)',
    },
    namespace: {
      type: 'string',
      short: 'n',
      value: 'NOMBRE',
      help: 'de until: el namespace del objeto (si no se dice: default)',
    },
    within: {
      type: 'string',
      value: 'TIEMPO',
      help: 'de next y until: cuánto puede pasar como mucho (si no se dice: 1d)',
    },
    kubeconfig: clusterKubeconfigOption,
    json: jsonOption,
  },
  async run(input) {
    const order = orderOf(input)
    const { ClusterTime } = await import('../../course/time.ts')
    const time = new ClusterTime(readKubeconfig(input))
    const answer = order ? await time.steer(order) : await time.clock()
    if (!answer) {
      throw new UsageError(
        'Este cluster vive en el tiempo de esta máquina: no tiene un reloj que se pueda parar ni adelantar.\nPara eso, usa uno incorporado: timonel start <lab> --cluster embedded',
      )
    }
    input.io.out(input.options['json'] === true ? JSON.stringify(answer) : told(answer))
    return 'reached' in answer && !answer.reached ? 1 : 0
  },
})

/** undefined: only the time is asked for. */
function orderOf(input: Input): ClockOrder | undefined {
  const [verb, subject, ...rest] = input.positionals
  if (rest.length > 0) throw new UsageError(`Sobra «${rest.join(' ')}». Ayuda: timonel clock --help`)
  const within = text(input, 'within')
  const patience = within === undefined ? {} : { withinSeconds: secondsOf(within) }
  switch (verb) {
    case undefined:
      return undefined
    case 'pause':
    case 'resume':
      return { do: verb }
    case 'next':
      return { do: 'run', event: true, ...patience }
    case 'step':
      return { do: 'run', seconds: secondsOf(needed(subject, 'step <tiempo>, como 90s, 50min, 2h o 1d')) }
    case 'to':
      return { do: 'run', to: instantOf(needed(subject, 'to <instante>, como 2027-01-31T02:00:00Z')) }
    case 'until': {
      const namespace = text(input, 'namespace')
      const object = needed(subject, 'until <objeto>, como pod/web')
      const until = { object, for: text(input, 'for') ?? 'condition=Ready', ...(namespace ? { namespace } : {}) }
      return { do: 'run', until, ...patience }
    }
    default:
      throw new UsageError(`No se sabe qué es «${verb}». Lo que hay: ${verbs}. Ayuda: timonel clock --help`)
  }
}

function needed(value: string | undefined, usage: string): string {
  if (value !== undefined) return value
  throw new UsageError(`Falta decir cuánto o qué: timonel clock ${usage}.`)
}

/** `1h30min` in seconds. */
function secondsOf(written: string): number {
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)(min|[smhd])/g)]
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)
  if (parts.map(([part]) => part).join('') === written && seconds > 0) return seconds
  throw new UsageError(`«${written}» no es un tiempo: va un número y su unidad, como 90s, 50min, 2h, 1d o 1h30min.`)
}

function instantOf(written: string): string {
  const at = Date.parse(written)
  if (!Number.isNaN(at)) return new Date(at).toISOString()
  throw new UsageError(`«${written}» no es un instante: va como 2027-01-31T02:00:00Z.`)
}

function told(answer: ClockState | ClockRun): string {
  const now = `${answer.now.slice(0, 19).replace('T', ' ')} UTC${answer.paused ? ', parado' : ''}`
  if (!('reached' in answer)) return now
  const seconds = (answer.passedMs / 1000).toLocaleString('es', { maximumFractionDigits: 3 })
  return `${now}\nHan pasado ${seconds} s${answer.reached ? '.' : ', y no se ha cumplido.'}`
}
