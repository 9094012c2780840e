// Judges cabina-llena: each claim has a volume that the provisioner of its class made.
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { pvcProvisioned } from '../../graders/checks/pvc-provisioned.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'
import { inOrder } from '../../graders/in-order.ts'

/** A provisioner that failed tries again after 15 s, then 30 s. */
const provisioningMs = 90_000

const provisioned = (name: string, provisioner: string): Observe =>
  inOrder(pvcBound({ name }), pvcProvisioned({ name, provisioner }))

export default defineGrader([
  {
    id: 'catalogo-casa',
    title: '`pvc-catalogo` tiene un volumen de Huawei',
    task: 1,
    withinMs: provisioningMs,
    observe: provisioned('pvc-catalogo', 'csi.huawei.example.com'),
  },
  {
    id: 'copias-casa',
    title: '`pvc-copias` tiene un volumen de EMC2',
    task: 2,
    withinMs: provisioningMs,
    observe: provisioned('pvc-copias', 'csi.emc2.example.com'),
  },
  {
    id: 'historico-casa',
    title: '`pvc-historico` tiene un volumen de EMC2',
    task: 3,
    withinMs: provisioningMs,
    observe: provisioned('pvc-historico', 'csi.emc2.example.com'),
  },
])
