// The shares as a table, and failures in full.
import { comparable, isPerfect, parts, sharesOf, type Share, type Shares, type Verdict } from './score.ts'
import { kindOf, type Answer, type Row } from './row.ts'

/** A row with what the embedded server answered. */
export interface Judged {
  row: Row
  answer: Answer
  verdict: Verdict
}

/** What one run found. */
export interface Report {
  kinds: { kind: string; rows: number; shares: Shares }[]
  /** Rows of kinds that the server does not serve. */
  unserved: { kind: string; rows: number }[]
  totals: Shares
  /** Of the kinds that the issue promises. */
  promised: Shares
}

/** Kinds whose parity is promised: ≥ 98 % codes, ≥ 95 % causes, ≥ 85 % messages, and equal objects. */
const promisedKinds = new Set([
  'Namespace',
  'Node',
  'Pod',
  'Service',
  'Endpoints',
  'EndpointSlice',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'Event',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StorageClass',
  'Deployment',
  'ReplicaSet',
  'Ingress',
  'IngressClass',
])

export function reportOf(judged: readonly Judged[], unserved: readonly Row[]): Report {
  const kinds = [...Map.groupBy(judged, ({ row }) => kindOf(row))].map(([kind, list]) => ({
    kind,
    rows: list.length,
    shares: sharesOf(list.map(({ verdict }) => verdict)),
  }))
  const promised = judged.filter(({ row }) => promisedKinds.has(kindOf(row)))
  return {
    kinds: kinds.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    unserved: [...Map.groupBy(unserved, kindOf)].map(([kind, rows]) => ({ kind, rows: rows.length })),
    totals: sharesOf(judged.map(({ verdict }) => verdict)),
    promised: sharesOf(promised.map(({ verdict }) => verdict)),
  }
}

const titles = { code: 'código', causes: 'causas', message: 'mensaje', object: 'objeto' }

/** Lines of the table; causes and messages are shares of what was refused, objects of the unchanged bases. The last line has the totals of the promised kinds. */
export function reportLines({ kinds, unserved, totals, promised }: Report): string[] {
  const width = Math.max(24, ...kinds.map(({ kind }) => kind.length))
  const line = (name: string, shares: Shares): string =>
    name.padEnd(width) + parts.map((part) => shareText(shares[part]).padStart(19)).join('')
  return [
    ''.padEnd(width) + parts.map((part) => titles[part].padStart(19)).join(''),
    ...kinds.map(({ kind, shares }) => line(kind, shares)),
    line('todo lo servido', totals),
    ...(unserved.length === 0
      ? []
      : [`sin servir (no cuentan): ${unserved.map(({ kind, rows }) => `${kind} ${rows}`).join(', ')}`]),
    line('tipos del encargo', promised),
  ]
}

function shareText({ equal, of }: Share): string {
  if (of === 0) return '—'
  return `${equal}/${of} ${(Math.floor((equal / of) * 1000) / 10).toFixed(1)} %`
}

/** The failures' lines: what was asked, what was expected, what came. */
export function failureLines(judged: readonly Judged[], most: number): string[] {
  return judged
    .filter(({ verdict }) => !isPerfect(verdict))
    .slice(0, most)
    .flatMap(({ row, answer, verdict }) => [
      `--- ${row.base} ${row.op} ${row.path} ${row.value === undefined ? '' : JSON.stringify(row.value)}`,
      `    difiere: ${parts
        .filter((part) => verdict[part] === false)
        .map((part) => titles[part])
        .join(', ')}`,
      `    real:    ${answerText(row, row)}`,
      `    propio:  ${answerText(row, answer)}`,
    ])
}

function answerText(row: Row, answer: Answer): string {
  if (answer.object) return `${answer.code} ${JSON.stringify(comparable(row, answer.object))}`
  return `${answer.code} ${answer.message ?? ''}`
}
