// What the ingress controller answers for a name and a path.
import { type Diagnosis, told } from '../../diagnose/diagnosis.ts'
import type { EndpointSlice, Ingress, IngressClass, IngressPath, Pod, Service } from '../../diagnose/objects.ts'
import { hostMatches, pathMatches } from '../../diagnose/ingress-rule.ts'
import { whyIngressSilent } from '../../diagnose/silent-ingress.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { ingressDoor } from '../ingress-door.ts'
import { messages } from '../messages.ts'

export interface IngressAnswer {
  /** `app1.mi-cluster.com`. */
  host: string
  path: string
  status: number
  /** A piece of the body. */
  contains?: string
}

/** Asks several times in a row, since a request may fall on any pod; all must agree. */
export function ingressAnswers(wanted: IngressAnswer): (cluster: ClusterReader) => Promise<Finding> {
  const { host, path, status, contains } = wanted
  return async (cluster) => {
    const door = await ingressDoor(cluster)
    const asked = { object: `ingress/${host}`, field: `GET http://${host}${path}`, expected: shown(status, contains) }
    if (!door)
      return { ...asked, observed: '(nadie escucha)', because: messages.noController, holds: false, settled: true }
    const answers = await Promise.all([1, 2, 3].map(() => cluster.http({ ...door, path, host })))
    const wrong = answers.find(
      (answer) => answer.status !== status || (contains !== undefined && !answer.body.includes(contains)),
    )
    const answer = wrong ?? answers[0]!
    const reason = wrong && (await why(cluster, wanted))
    return {
      ...asked,
      observed: shown(answer.status, firstLine(answer.body)),
      ...(reason ? { because: told(reason) } : {}),
      holds: wrong === undefined,
      ...(reason?.settled ? { settled: true } : {}),
    }
  }
}

async function why(cluster: ClusterReader, { host, path, status }: IngressAnswer): Promise<Diagnosis> {
  const [ingresses, classes, services, slices, pods] = await Promise.all([
    cluster.list<Ingress>('networking.k8s.io/v1', 'Ingress'),
    cluster.list<IngressClass>('networking.k8s.io/v1', 'IngressClass'),
    cluster.list<Service>('v1', 'Service'),
    cluster.list<EndpointSlice>('discovery.k8s.io/v1', 'EndpointSlice'),
    cluster.list<Pod>('v1', 'Pod'),
  ])
  const takers = ingresses.filter(({ spec }) =>
    spec.rules?.some((rule) => rule.host === undefined || hostMatches(rule.host, host)),
  )
  if (status === 404) {
    return takers[0]
      ? { because: messages.answersToo(takers[0].metadata.name, host), settled: true }
      : { because: messages.answersAnyway(host) }
  }
  if (takers.length === 0 && ingresses.length > 0) {
    return { because: messages.otherHosts(host, ingresses.flatMap(hostsOf)), settled: true }
  }
  const route = routeOf(takers, path)
  const ingress = route?.ingress ?? takers[0]
  const namespace = ingress?.metadata.namespace
  const here = <T extends { metadata: { namespace?: string } }>(all: T[]): T[] =>
    all.filter(({ metadata }) => metadata.namespace === namespace)
  const diagnosis = whyIngressSilent(
    ingress,
    { host, path },
    { classes, services: here(services), slices: here(slices), pods: here(pods) },
  )
  if (diagnosis && !route) {
    const others = ingresses.flatMap(hostsOf).filter((other) => other !== host)
    return { ...diagnosis, because: `${diagnosis.because} ${messages.besides(others)}` }
  }
  return (
    diagnosis ?? {
      because: messages.wayClear(ingress!.metadata.name, route?.path.path, route?.path.backend.service?.name),
    }
  )
}

/** Several may be for the same name, each with paths of its own: the longest that takes the request wins. */
function routeOf(ingresses: Ingress[], asked: string): { ingress: Ingress; path: IngressPath } | undefined {
  return ingresses
    .flatMap((ingress) =>
      (ingress.spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []).map((path) => ({ ingress, path })),
    )
    .filter(({ path }) => pathMatches(path, asked))
    .toSorted((a, b) => (b.path.path ?? '/').length - (a.path.path ?? '/').length)[0]
}

function hostsOf({ spec }: Ingress): string[] {
  return (spec.rules ?? []).map(({ host }) => host ?? '(cualquiera)')
}

function shown(status: number, text: string | undefined): string {
  return text === undefined || text === '' ? String(status) : `${status}, «${text}»`
}

function firstLine(body: string): string {
  return body.trim().split('\n')[0]!.slice(0, 120)
}
