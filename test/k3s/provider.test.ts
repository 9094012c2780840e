import { k3sProvider } from '../../providers/k3s.ts'
import { describeProvider } from '../contract/provider.ts'
import { itLeavesNothingBehind } from './leaves-nothing.ts'

describeProvider('k3s', () => Promise.resolve(k3sProvider()), 300_000)
itLeavesNothingBehind()
