// The machines of a k3s cluster are containers: one that is paused is a node that nobody can reach.
import { getContainerRuntimeClient } from 'testcontainers'

/** Pauses or resumes a node's container. Rejects with Docker's error when there is none of that name. */
export async function switchContainer(name: string, on: boolean): Promise<void> {
  const { container } = await getContainerRuntimeClient()
  const machine = container.dockerode.getContainer(name)
  const { State } = await machine.inspect()
  if (State.Paused !== on) return
  await (on ? machine.unpause() : machine.pause())
}
