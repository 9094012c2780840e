// The Spanish sentences of the graders. Kubernetes' own words stay in English, word for word, where the cluster said them.
import type { Finding } from './grader.ts'

export const messages = {
  pass: 'Bien.',
  skipped: (title: string): string => `Depende de «${title}».`,
  fail: ({ object, field, expected, observed }: Finding): string =>
    `Se esperaba ${field} = ${expected} en ${object}, y se ve ${observed}.`,
  error: (reason: string): string => `No se pudo evaluar: ${reason}`,
  unreachable: (reason: string): string => `No se pudo evaluar: el cluster no contesta (${reason}).`,
  outOfTime: 'se acabó el tiempo que hay para evaluar un laboratorio.',
  brokenCheck: (reason: string): string => `la comprobación tiene un fallo (${reason}). No es cosa tuya.`,
  waited: (seconds: number): string => `Después de esperar ${seconds} s del reloj del cluster.`,
  broke: (heldMs: number, holdsForMs: number): string =>
    `Llegó a estar bien ${Math.round(heldMs / 1000)} s, y tenía que seguir así ${holdsForMs / 1000} s.`,
  volumeOf: (volume: string, claim: string): string => `${volume} guarda el nombre de la PVC ${claim} (spec.claimRef).`,
  boundElsewhere: (claim: string, bound: string, wanted: string): string =>
    `A la PVC ${claim} le ha tocado ${bound}, no ${wanted}: de los que valen, toca el menor. Una PVC ya vinculada no cambia de volumen.`,
  running: (ready: boolean): string => (ready ? 'Running, listo' : 'Running, sin estar listo'),
  rollingOut: (ready: number): string => `${ready}, y el despliegue del último cambio no ha terminado`,
  bears: (seconds: number): string =>
    seconds === Infinity ? 'para siempre' : seconds === 0 ? 'nada: se va en el acto' : `${seconds} s`,
  noPodAtAll: '(ningún pod)',
  stillRolling: 'El despliegue del último cambio todavía no ha terminado.',
  notReady: (pod: string): string => `El pod ${pod} está en marcha, pero no está listo.`,
  spread: (placed: number, nodes: number): string => `${placed} pods en ${nodes} nodos`,
  together: 'Ninguna regla que se cumpla los separa: el scheduler los ha puesto donde le ha parecido mejor.',
  onNodes: (pods: number, nodes: string[]): string =>
    `${pods === 1 ? 'un pod' : `${pods} pods`} en ${nodes.join(' o ')}`,
  astray: (pod: string, node: string): string =>
    `El pod ${pod} está en ${node}: nada de lo que exige se lo impedía. Un pod que ya tiene nodo no se mueve.`,
  inNodes: (nodes: string[]): string => (nodes.length === 0 ? 'en ningún nodo' : `en ${nodes.toSorted().join(', ')}`),
  noPodOn: (node: string, taint: string | undefined): string =>
    `En ${node} no hay ninguno${taint === undefined ? '.' : `: el nodo tiene el taint ${taint}.`}`,
  starting: 'Todos tienen nodo, y alguno todavía no está listo.',
  onlyPrefers: 'Con PreferNoSchedule el nodo solo se evita mientras haya otro: si hace falta, el pod va.',
  noTaint: (node: string): string => `${node} no tiene ese taint: no repele a nadie.`,
  somePreference: 'al menos una expresión',
  noPreference: 'No prefiere nada: sin expresiones, a una preferencia le dan igual todos los nodos.',
  pending: (pods: number, says: string): string => `${pods} sin nodo: ${says}`,
  nonePending: 'ninguno sin nodo',
  allPlaced: 'El scheduler ha encontrado sitio para todos: ninguna regla lo impide.',
  restarts(atLeast: number, atMost: number, by: string | undefined): string {
    if (atMost === 0) return '0'
    return by === undefined ? `al menos ${atLeast}` : `al menos ${atLeast}, por la prueba ${by}`
  },
  noProbe: (kind: string): string =>
    `Kubernetes no ha reiniciado ninguno de sus contenedores: no tienen prueba ${kind}.`,
  neverRestarted: 'Kubernetes no ha reiniciado ninguno de sus contenedores.',
  patience: (from: number, to: number): string => `de ${from} a ${to} s`,
  reckoning: (delay: number, period: number, failures: number): string =>
    `${delay} s de espera y ${failures} fallos, uno cada ${period} s: ${period} × ${failures} = ${period * failures} s.`,
  readyPods: (count: number): string => (count === 1 ? 'un pod listo' : `${count} pods listos`),
  noPods: 'ningún pod listo',
  stillBalanced: (service: string, pod: string): string =>
    `El Service ${service} sigue mandando peticiones a ${pod}: para Kubernetes, ese pod está listo.`,
  noController: 'En este cluster no hay un Ingress Controller que escuche.',
  answersToo: (ingress: string, host: string): string =>
    `El Ingress ${ingress} atiende también a ${host}: una regla sin host vale para cualquier nombre.`,
  answersAnyway: (host: string): string => `Ninguna regla es para ${host}, y aun así alguien contesta.`,
  otherHosts: (host: string, hosts: string[]): string =>
    `Ningún Ingress tiene una regla para ${host}. Las que hay son para: ${hosts.join(', ')}.`,
  besides: (hosts: string[]): string => (hosts.length === 0 ? '' : `Otras reglas son para: ${hosts.join(', ')}.`),
  wayClear: (ingress: string, path = '/', service = '(ninguno)'): string =>
    `La regla que gana es la ruta ${path} del Ingress ${ingress}, que lleva a ${service}: o no es la que querías, o el controlador todavía no la ha leído.`,
  jobEnd: (end: string | undefined, reason: string | undefined): string =>
    end === undefined ? 'sin terminar' : reason === undefined ? end : `${end}, ${reason}`,
  jobComplete: (job: string): string => `El Job ${job} ha acabado bien.`,
  somewhereInLog: (text: string): string => `una línea con «${text}»`,
  lastLine: (line: string): string => (line === '' ? 'ninguna' : `ninguna; la última es «${line}»`),
  nothingWritten: 'Ninguno de sus contenedores ha escrito eso en su salida estándar ni en la de error.',
  noPodsOf: 'no tiene pods',
  ranOnce: 'al menos una ejecución acabada bien',
  neverRan: 'ninguna',
  likeTemplate: (cronJob: string): string => `los mismos contenedores que la plantilla de ${cronJob}`,
  unlikeTemplate: (job: string, cronJob: string): string =>
    `El Job ${job} no hace lo que hará ${cronJob} por la noche: \`kubectl create job ${job} --from=cronjob/${cronJob}\` copia la plantilla.`,
  noRelease: (release: string): string =>
    `En el namespace default no hay ninguna release que se llame ${release}: lo que hay lo dice \`helm list\`.`,
  helmSays: (description: string): string => `helm dice: ${description}`,
  chartsOwn: (value: unknown): string => `el del chart: ${JSON.stringify(value) ?? '(ninguno)'}`,
  valuesIgnored: (unknown: string[], known: string[]): string =>
    `El chart no conoce ${unknown.map((key) => `«${key}»`).join(', ')}: helm lo guarda, ninguna plantilla lo usa, y no avisa nadie. Las claves que hay son ${known.join(', ')}.`,
  once: (value: string): string => `${value} en alguna revisión`,
  inNoRevision: 'en ninguna revisión',
  stillThere: (key: string, value: string): string => `La última revisión sigue siendo la que tiene ${key}: ${value}.`,
  group: (name: string, min: number, max: number): string => `grupo ${name}, minSize: ${min}, maxSize: ${max}`,
  noGroup: 'ningún grupo todavía',
  notYetSaid: 'todavía nada: el autoescalador mira cada 15 s',
  someRequest: 'una cantidad en cada contenedor',
  noRequest: (container: string): string => `ninguna en el contenedor ${container}`,
  percentOfNothing: (resource: string): string =>
    `El tanto por ciento es de lo que pide cada pod (requests.${resource}): sin requests no hay de qué calcularlo.`,
  readyNodes: (count: number): string => (count === 1 ? 'un nodo Ready' : `${count} nodos Ready`),
  placedAndWaiting: (placed: number, waiting: number): string => `${placed} con nodo y ${waiting} esperando`,
  notProvisioned: (claim: string): string => `El volumen de ${claim} no lo ha creado un provisionador dinámico.`,
} as const
