// A network drawn as the notes do: what stands before the cluster, and each node with its rules and its pods.
import type { Part } from './map.ts'
import styles from './network-drawing.module.css'

interface DrawnNode extends Omit<Part, 'details'> {
  /** What runs its containers, where that is known. */
  runtime?: string
  rules: Part[]
  parts: Part[]
}

interface NetworkDrawingProps {
  outside: Part[]
  nodes: DrawnNode[]
  /** Ids of the parts to mark. */
  lit?: ReadonlySet<string>
  /** The addresses of both networks, where they are known. */
  ranges?: { outside: string; inside: string }
}

const nothing: ReadonlySet<string> = new Set()

export function NetworkDrawing({ outside, nodes, lit = nothing, ranges }: NetworkDrawingProps) {
  return (
    <div className={styles.drawing}>
      <p className={styles.network}>Red de la empresa {ranges && <code>{ranges.outside}</code>}</p>
      <ul className={styles.company}>
        {outside.map((part) => (
          <Box key={part.id} part={part} lit={lit} />
        ))}
      </ul>
      <ul className={styles.nodes}>
        {nodes.map((node) => (
          <Machine key={node.id} node={node} lit={lit} />
        ))}
      </ul>
      <p className={styles.network}>VLAN de kubernetes {ranges && <code>{ranges.inside}</code>}</p>
    </div>
  )
}

function Machine({ node, lit }: { node: DrawnNode; lit: ReadonlySet<string> }) {
  const inside = [node, ...node.rules, ...node.parts].some(({ id }) => lit.has(id))
  return (
    <li className={styles.node} data-lit={inside || undefined}>
      <p className={styles.name}>
        {node.name} <code>{node.address}</code>
      </p>
      <p className={styles.layer}>Linux, Netfilter</p>
      <ul className={styles.rules}>
        {node.rules.map((rule) => (
          <li key={rule.id} data-lit={lit.has(rule.id) || undefined}>
            {rule.name}
            {rule.details?.map((line) => (
              <small key={line}>{line}</small>
            ))}
          </li>
        ))}
      </ul>
      <p className={styles.layer}>{node.runtime ? `${node.runtime}, Kubelet` : 'Kubelet'}</p>
      <ul className={styles.parts}>
        {node.parts.map((part) => (
          <Box key={part.id} part={part} lit={lit} />
        ))}
      </ul>
    </li>
  )
}

function Box({ part, lit }: { part: Part; lit: ReadonlySet<string> }) {
  return (
    <li className={styles.box} data-lit={lit.has(part.id) || undefined}>
      <b>{part.name}</b> {part.address && <code>{part.address}</code>}
      {part.details?.map((line) => (
        <small key={line}>{line}</small>
      ))}
    </li>
  )
}
