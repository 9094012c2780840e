// Keeps as many pods as a ReplicaSet asks for. k8s: pkg/controller/replicaset/replica_set.go
import { replicaSets } from '../api/refs.ts'
import { selectorFromObject } from '../api/selector.ts'
import { replicaController } from './replicas/replica-controller.ts'

export const createReplicaSetController = replicaController({
  name: 'replicaset',
  component: 'replicaset-controller',
  ref: replicaSets,
  selectorOf: (set) => selectorFromObject(set.spec?.selector),
  countsTerminating: true,
})
