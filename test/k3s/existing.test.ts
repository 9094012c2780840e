import { k3sProvider } from '../../providers/k3s.ts'
import { describeExisting } from '../contract/existing.ts'
import { itLeavesNothingBehind } from './leaves-nothing.ts'

describeExisting(k3sProvider(), 300_000)
itLeavesNothingBehind()
