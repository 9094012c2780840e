// The shape of sim/generated/kubernetes.json: what the API server knows of each type, as data.

/** One field of an API type. `type` is a scalar name (string, int32, int64, double, bool, bytes, any) or a type's full name. */
export interface FieldSchema {
  type: string
  /** A list, and how server-side apply merges it; `plain` where the type says nothing (treated as atomic). */
  list?: 'atomic' | 'set' | 'map' | 'plain'
  /** A map from string to `type`. */
  map?: true
  /** The element is itself a list of `type`. */
  nested?: true
  /** Keys of a `list: 'map'`. */
  keys?: string[]
  /** Strategic merge patch strategy: merge, replace, retainKeys, or several joined by commas. */
  patch?: string
  mergeKey?: string
  mapType?: 'atomic' | 'granular'
  enum?: string[]
  /** Field number on the protobuf wire. */
  pb?: number
}

/** An API type. `scalar` is set instead of fields for those with a form of their own (quantity, time, microTime, intOrString, any). */
export interface TypeSchema {
  fields: Record<string, FieldSchema>
  required?: string[]
  /** Embedded Go structs: field number to the message that carries them on the wire. */
  inline?: Record<string, string>
  mapType?: 'atomic' | 'granular'
  scalar?: string
  gvk?: { group: string; version: string; kind: string }[]
  unions?: { discriminator?: string; 'fields-to-discriminateBy': Record<string, string> }[]
}

/** One row of `/api/v1` or `/apis/GROUP/VERSION`. */
export interface ApiResource {
  name: string
  singularName: string
  namespaced: boolean
  kind: string
  group?: string
  version?: string
  verbs: string[]
  shortNames?: string[]
  categories?: string[]
  storageVersionHash?: string
}

/** A column of a server-printed table. */
export interface TableColumn {
  name: string
  type: string
  format: string
  priority: number
}

/** The whole file. `discovery` and `tables` are keyed by API path. */
export interface KubernetesFacts {
  types: Record<string, TypeSchema>
  /** Field numbers of the messages that `inline` names and that are no types: those of Go's embedded structs. */
  messages: Record<string, Record<string, number>>
  discovery: Record<string, { resources?: ApiResource[]; [key: string]: unknown }>
  tables: Record<string, TableColumn[]>
}
