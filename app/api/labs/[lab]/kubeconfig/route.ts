// GET /api/labs/<lab>/kubeconfig: the learner's own cluster, for kubectl; `?user=` as one of the lab's users alone.
import { administrator } from '../../../../../course/lab-user.ts'
import { problemOf } from '../../../../_server/answer.ts'
import { learner } from '../../../../_server/learner.ts'
import { runtime } from '../../../../_server/runtime.ts'

export async function GET(request: Request, { params }: { params: Promise<{ lab: string }> }) {
  const { lab } = await params
  try {
    const user = new URL(request.url).searchParams.get('user') ?? administrator
    const kubeconfig = await runtime()
      .session.workbench(await learner(), lab)
      .kubeconfig(user)
    const whose = user === administrator ? '' : `-${user.replaceAll(/[^a-z0-9-]/g, '')}`
    return new Response(kubeconfig, {
      headers: {
        'content-type': 'application/yaml; charset=utf-8',
        'content-disposition': `attachment; filename="timonel-${lab.replaceAll(/[^a-z0-9-]/g, '')}${whose}.yaml"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return Response.json(problemOf(error), { status: 409 })
  }
}
