// Reads what a node agent tells under `/metrics/resource`. Rules: sigs.k8s.io/metrics-server pkg/scraper/client/resource/decode.go

/** A measurement: processor seconds since the start, bytes now. */
export interface Point {
  startMs: number
  atMs: number
  cpuSeconds: number
  memoryBytes: number
}

/** What one node told at once. Pods by `namespace/name`, their containers by name. */
export interface Batch {
  node: string
  usage?: Point
  pods: Map<string, Map<string, Point>>
}

/** Lines that are no sample of a known metric are left out. */
export function parsePage(node: string, text: string): Batch {
  const pods: Batch['pods'] = new Map()
  const usage: Partial<Point> = {}
  for (const line of text.split('\n')) {
    const found = /^([a-z_]+)(?:\{([^}]*)\})? (\S+)(?: (\d+))?$/.exec(line)
    if (!found) continue
    const [, metric = '', labels = '', value = '', at] = found
    const point = metric.startsWith('node_') ? usage : pointOf(pods, labels)
    if (!point) continue
    if (at !== undefined) point.atMs = Number(at)
    if (metric.endsWith('_cpu_usage_seconds_total')) point.cpuSeconds = Number(value)
    else if (metric.endsWith('_memory_working_set_bytes')) point.memoryBytes = Number(value)
    else if (metric === 'container_start_time_seconds') point.startMs = Number(value) * 1000
  }
  return { node, pods, ...(isWhole(usage) ? { usage: { startMs: 0, ...usage } } : {}) }
}

function pointOf(pods: Batch['pods'], text: string): Partial<Point> | undefined {
  const labels = new Map([...text.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]))
  const container = labels.get('container')
  if (container === undefined) return undefined
  const key = `${labels.get('namespace')}/${labels.get('pod')}`
  const containers = pods.get(key) ?? new Map<string, Point>()
  pods.set(key, containers)
  const point = containers.get(container) ?? { startMs: 0, atMs: 0, cpuSeconds: 0, memoryBytes: 0 }
  containers.set(container, point)
  return point
}

function isWhole(point: Partial<Point>): point is Omit<Point, 'startMs'> {
  return point.atMs !== undefined && point.cpuSeconds !== undefined && point.memoryBytes !== undefined
}
