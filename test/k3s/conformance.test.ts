import { k3sProvider } from '../../providers/k3s.ts'
import { describeConformance } from '../conformance/describe.ts'
import { itLeavesNothingBehind } from './leaves-nothing.ts'

// k3s comes with an enforcer of NetworkPolicies and with traefik; other node images need not.
const isWhole = !process.env['TIMONEL_K3S_IMAGE']
if (!isWhole)
  console.log('SKIPPED on this node image, which has neither traefik nor who enforces NetworkPolicies: what needs one.')
describeConformance('k3s', () => Promise.resolve(k3sProvider()), 300_000, isWhole)
itLeavesNothingBehind()
