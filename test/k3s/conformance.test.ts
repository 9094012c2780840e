import { k3sProvider } from '../../providers/k3s.ts'
import { describeConformance } from '../conformance/describe.ts'
import { itLeavesNothingBehind } from './leaves-nothing.ts'

// k3s comes with an enforcer of NetworkPolicies; other node images need not.
const enforcesPolicies = !process.env['TIMONEL_K3S_IMAGE']
if (!enforcesPolicies)
  console.log('SKIPPED on this node image, which enforces no NetworkPolicy: the scenarios that need one.')
describeConformance('k3s', () => Promise.resolve(k3sProvider()), 300_000, enforcesPolicies)
itLeavesNothingBehind()
