// The body of a server-side apply: YAML, of which JSON is a part. k8s: sigs.k8s.io/yaml Unmarshal, apiserver patch.go applyPatcher
import { plainValue } from '../decode/json-tree.ts'
import { parseYaml, YamlSyntaxError } from '../decode/yaml-tree.ts'
import type { FieldValidation } from '../decode/decode.ts'
import { badRequest } from '../status.ts'

/** What the client states, and a check of its keys that is due once the apply itself has gone well. */
export interface ApplyBody {
  applied: unknown
  /** Throws 400 for keys that stand twice, or gives them as warnings. */
  checkKeys: (fieldValidation: FieldValidation) => string[]
}

/** Reads the request's bytes, or takes a plain value. Throws ApiError 400. */
export function readApplyBody(body: unknown): ApplyBody {
  if (!(body instanceof Uint8Array)) return { applied: body, checkKeys: () => [] }
  const { node, duplicates } = read(new TextDecoder().decode(body))
  if (node.kind !== 'object' && node.kind !== 'null') {
    const reason = `json: cannot unmarshal ${node.kind} into Go value of type map[string]interface {}`
    throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${reason}`)
  }
  return {
    applied: node.kind === 'null' ? {} : plainValue(node),
    checkKeys(fieldValidation) {
      if (duplicates.length === 0 || fieldValidation === 'Ignore') return []
      if (fieldValidation === 'Warn') return duplicates
      const list = duplicates.map((sentence) => `\n  ${sentence}`).join('')
      throw badRequest(`error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:${list}`)
    },
  }
}

function read(text: string): ReturnType<typeof parseYaml> {
  try {
    return parseYaml(text)
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`)
  }
}
