// Where a volume stands, for the rules that depend on it.
import type { FieldPath } from '../../api/field-errors.ts'

/** What a volume's rules know of where it stands. */
export interface VolumePlace {
  /** The volume's name. */
  name: string
  /** The volume's path. */
  at: FieldPath
  /** The pod's name, '' in a template: claims of ephemeral volumes are named after it. */
  podName: string
  /** In a Pod, not in the template of a workload. */
  isPod: boolean
}
