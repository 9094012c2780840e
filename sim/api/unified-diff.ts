// The difference of two texts as the server prints it in refusals. It has to choose the same lines as the real one,
// so it follows Python's difflib, of which Kubernetes uses a port. k8s: apimachinery/pkg/util/diff/diff.go
import { goJson } from './go-json.ts'

const contextLines = 3
/** From this many lines on, lines that repeat more than once in a hundred no longer start a match. */
const popularFrom = 200

interface Block {
  a: number
  b: number
  size: number
}
interface Step {
  kind: 'equal' | 'change'
  a: [from: number, to: number]
  b: [from: number, to: number]
}

/** Two values as indented JSON, compared: hunks without file names, '' when both are the same. */
export function jsonDiff(a: unknown, b: unknown): string {
  return unifiedDiff(goJson(a, 1).split('\n'), goJson(b, 1).split('\n'))
}

function unifiedDiff(a: string[], b: string[]): string {
  return hunksOf(stepsOf(a, b))
    .map((hunk) => {
      const [first, last] = [hunk[0]!, hunk.at(-1)!]
      const lines = hunk.flatMap((step) => stepLines(step, a, b))
      return [`@@ -${range(first.a[0], last.a[1])} +${range(first.b[0], last.b[1])} @@`, ...lines]
    })
    .flat()
    .map((line) => `${line}\n`)
    .join('')
}

function stepLines({ kind, a: [a1, a2], b: [b1, b2] }: Step, a: string[], b: string[]): string[] {
  if (kind === 'equal') return a.slice(a1, a2).map((line) => ` ${line}`)
  return [...a.slice(a1, a2).map((line) => `-${line}`), ...b.slice(b1, b2).map((line) => `+${line}`)]
}

function range(from: number, to: number): string {
  const length = to - from
  if (length === 1) return String(from + 1)
  return `${length === 0 ? from : from + 1},${length}`
}

/** Changes with their context; those far apart stand in hunks of their own. */
function hunksOf(steps: Step[]): Step[][] {
  if (!steps.some(({ kind }) => kind === 'change')) return []
  const hunks: Step[][] = [[]]
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'change') {
      hunks.at(-1)!.push(step)
      continue
    }
    const length = step.a[1] - step.a[0]
    const head = index === 0 ? 0 : Math.min(contextLines, length)
    const tail = index === steps.length - 1 ? 0 : Math.min(contextLines, length)
    if (index > 0 && index < steps.length - 1 && length <= 2 * contextLines) {
      hunks.at(-1)!.push(step)
      continue
    }
    if (head > 0) hunks.at(-1)!.push(part(step, 0, head))
    if (index > 0 && tail > 0) hunks.push([])
    if (tail > 0) hunks.at(-1)!.push(part(step, length - tail, length))
  }
  return hunks
}

function part({ a, b }: Step, from: number, to: number): Step {
  return { kind: 'equal', a: [a[0] + from, a[0] + to], b: [b[0] + from, b[0] + to] }
}

function stepsOf(a: string[], b: string[]): Step[] {
  const steps: Step[] = []
  let [i, j] = [0, 0]
  for (const block of [...matchingBlocks(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < block.a || j < block.b) steps.push({ kind: 'change', a: [i, block.a], b: [j, block.b] })
    if (block.size > 0) {
      steps.push({ kind: 'equal', a: [block.a, block.a + block.size], b: [block.b, block.b + block.size] })
    }
    ;[i, j] = [block.a + block.size, block.b + block.size]
  }
  return steps
}

/** The longest common run, then those before and after it; neighbours joined. */
function matchingBlocks(a: string[], b: string[]): Block[] {
  const places = placesOf(b)
  const blocks: Block[] = []
  const search = (a1: number, a2: number, b1: number, b2: number): void => {
    const best = longestMatch(a, b, places, [a1, a2, b1, b2])
    if (best.size === 0) return
    search(a1, best.a, b1, best.b)
    const previous = blocks.at(-1)
    if (previous && previous.a + previous.size === best.a && previous.b + previous.size === best.b) {
      previous.size += best.size
    } else blocks.push(best)
    search(best.a + best.size, a2, best.b + best.size, b2)
  }
  search(0, a.length, 0, b.length)
  return blocks
}

function placesOf(b: string[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [index, line] of b.entries()) {
    const known = places.get(line)
    if (known) known.push(index)
    else places.set(line, [index])
  }
  if (b.length >= popularFrom) {
    const max = Math.floor(b.length / 100) + 1
    for (const [line, indices] of places) if (indices.length > max) places.delete(line)
  }
  return places
}

function longestMatch(
  a: string[],
  b: string[],
  places: Map<string, number[]>,
  [a1, a2, b1, b2]: [number, number, number, number],
): Block {
  let best: Block = { a: a1, b: b1, size: 0 }
  let lengths = new Map<number, number>()
  for (let i = a1; i < a2; i++) {
    const next = new Map<number, number>()
    for (const j of places.get(a[i]!) ?? []) {
      if (j < b1) continue
      if (j >= b2) break
      const size = (lengths.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size }
    }
    lengths = next
  }
  // Popular lines start no match, but belong to one that touches them.
  while (best.a > a1 && best.b > b1 && a[best.a - 1] === b[best.b - 1]) {
    best = { a: best.a - 1, b: best.b - 1, size: best.size + 1 }
  }
  while (best.a + best.size < a2 && best.b + best.size < b2 && a[best.a + best.size] === b[best.b + best.size]) {
    best.size++
  }
  return best
}
