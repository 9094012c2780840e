// content/<module>/<lesson>.mdx: its frontmatter, and the words its MDX may use.
import { z } from 'zod'
import { rowSchema, slugSchema } from './row.ts'

export const lessonSchema = z.strictObject({
  title: z.string().min(1),
  /** One sentence for the module's list. */
  summary: z.string().min(1),
  /** Labs that practise it. */
  labs: z.array(slugSchema).default([]),
  /** Rows of the notes that it teaches. */
  covers: z.array(rowSchema),
})

/**
 * The components of a lesson or a lab's tasks.mdx, with their properties (all text; `?` marks what may be left out).
 * MDX files import nothing: whoever renders them gives exactly these. Fences: ```yaml a manifest, ```sh what is typed,
 * ```text what comes out.
 */
export const vocabulary = {
  /** A question of the notes; its children are the answer, folded until the reader has thought. */
  Pregunta: ['title'],
  /** An aside: a condition, a trap. */
  Nota: ['title?'],
  /** Where the notes err or have aged: `notes` is what they say, the children what is right and how it is seen. */
  Correccion: ['notes'],
  /** A drawing; its child is a ```text fence, `title` its caption, `alt` what it says for who cannot see it. */
  Figura: ['title', 'alt'],
  /** A pod's probes to move, starting with a program of the notes: `nextcloud`, `weblogic` or `oracle`. */
  FiguraPruebas: ['programa'],
  /** The notes' map of the network, and MenchuPC's request from hop to hop. */
  MapaDeRed: [],
  /** A file of a lab's folder, as it stands: `<Manifiesto lab="pv-y-pvc" file="solution/volumen1.yaml" />`. */
  Manifiesto: ['lab', 'file'],
  /** A door to a lab. */
  Laboratorio: ['slug'],
  /** The end of a lesson: odd manifests to try in the lab's cluster, and what to look at. */
  Experimenta: [],
} as const satisfies Record<string, readonly string[]>

/** A component's name: what a renderer must provide. */
export type VocabularyWord = keyof typeof vocabulary
