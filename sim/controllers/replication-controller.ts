// Keeps as many pods as a ReplicationController asks for: a ReplicaSet of old. k8s: pkg/controller/replication
import { replicationControllers } from '../api/refs.ts'
import { selectorFromMap } from '../api/selector.ts'
import { replicaController } from './replicas/replica-controller.ts'

export const createReplicationController = replicaController({
  name: 'replicationcontroller',
  component: 'replication-controller',
  ref: replicationControllers,
  selectorOf: (set) => selectorFromMap(set.spec?.selector),
  countsTerminating: false,
})
