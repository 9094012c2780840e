import { k3sProvider } from '../../providers/k3s.ts'
import { describeConformance } from '../conformance/describe.ts'
import { itLeavesNothingBehind } from './leaves-nothing.ts'

describeConformance('k3s', () => Promise.resolve(k3sProvider()), 300_000)
itLeavesNothingBehind()
