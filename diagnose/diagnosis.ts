// The shape of every «¿por qué?»: a Spanish sentence, and Kubernetes' own where it gave one.

export interface Diagnosis {
  /** Spanish, whole sentences: what is the matter, with the names of the objects. */
  because: string
  /** What Kubernetes says of it, in English and word for word. */
  says?: string
  /** Nothing in the cluster will change this by itself: somebody has to do something. */
  settled?: boolean
}

/** Both sentences as one text. */
export function told({ because, says }: Diagnosis): string {
  return says === undefined ? because : `${because} Kubernetes dice: «${says}»`
}
