import { describeConformance } from '../conformance/describe.ts'
import { k3sProvider } from '../../providers/k3s.ts'

describeConformance('k3s', () => Promise.resolve(k3sProvider()), 300_000)
