// How tables write a volume's access modes. k8s: pkg/apis/core/helper/helpers.go GetAccessModesAsString

/** `RWO,ROX`: each mode once, in the order that kubectl knows. */
export function accessModesCell(modes: string[] | undefined): string {
  const short = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' }
  return Object.entries(short)
    .filter(([mode]) => modes?.includes(mode))
    .map(([, letters]) => letters)
    .join(',')
}

/** The class that a claim or a volume names: the old annotation first. k8s: helper.GetPersistentVolumeClass */
export function storageClassOf(object: {
  metadata: { annotations?: { [key: string]: string } }
  spec?: { storageClassName?: string }
}): string {
  const annotated = object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class']
  return annotated ?? object.spec?.storageClassName ?? ''
}
