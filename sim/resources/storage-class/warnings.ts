// Advice about classes. k8s: pkg/api/storage/util.go GetWarningsForStorageClass
import { path } from '../../api/field-errors.ts'
import type { StorageClass } from '../../generated/types.ts'
import { deprecatedLabelAdvice } from '../node-selector/deprecated-labels.ts'

/** Warnings about labels that have a newer name. */
export function storageClassWarnings({ allowedTopologies = [] }: StorageClass): string[] {
  return allowedTopologies.flatMap(({ matchLabelExpressions = [] }, index) =>
    matchLabelExpressions.flatMap(({ key }, nth) => {
      const at = path('allowedTopologies').index(index).child('matchLabelExpressions').index(nth).child('key')
      const sentence = deprecatedLabelAdvice(key)
      return sentence ? [`${at.toString()}: ${sentence}`] : []
    }),
  )
}
