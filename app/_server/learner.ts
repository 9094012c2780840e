// Who is asking.
import { cookies } from 'next/headers'
import { learnerCookie } from './front.ts'

/** The learner of this browser; '' for a request that did not come through the front door. */
export async function learner(): Promise<string> {
  return (await cookies()).get(learnerCookie)?.value ?? ''
}
