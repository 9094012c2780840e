// What an update of a node may not change. k8s: pkg/apis/core/validation/validation.go ValidateNodeUpdate
import { duplicate, forbidden, path, type FieldError } from '../../api/field-errors.ts'
import { sameValue } from '../../api/meta-validation.ts'
import type { Node } from '../../generated/types.ts'
import { validateTaints } from './taint-validation.ts'
import { validateDeclaredFeatures, validateNodeResources } from './validation.ts'

/** Holds for the node and for its status. */
export function validateNodeUpdate(node: Node, old: Node): FieldError[] {
  const [spec, before] = [node.spec ?? {}, old.spec ?? {}]
  // What validateNode looks at, the server looks at again here.
  const errors = [...validateNodeResources(node), ...validateDeclaredFeatures(node), ...addressErrors(node)]
  if (before.podCIDRs?.length) {
    const sentence = 'node updates may not change podCIDR except from "" to valid'
    const ranges = spec.podCIDRs ?? []
    const changed =
      ranges.length === before.podCIDRs.length
        ? before.podCIDRs.filter((range, index) => range !== ranges[index])
        : ['']
    errors.push(...changed.map(() => forbidden(path('spec.podCIDRs'), sentence)))
  }
  if (before.providerID && before.providerID !== spec.providerID) {
    errors.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'))
  }
  errors.push(...validateTaints(spec.taints ?? []))
  if ((before.externalID ?? '') !== (spec.externalID ?? '')) {
    errors.push(forbidden('spec.externalID', 'may not be updated'))
  }
  return errors
}

function addressErrors({ status }: Node): FieldError[] {
  const addresses = status?.addresses ?? []
  return addresses.flatMap((address, index) => {
    const twice = addresses.slice(0, index).some((other) => sameValue(other, address))
    // The server prints its own struct.
    const shown = { Type: address.type, Address: address.address }
    return twice ? [duplicate(path('status.addresses').index(index), shown)] : []
  })
}
