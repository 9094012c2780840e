// The number behind a probe's port, which may be the name of a container's port. k8s: pkg/probe/util.go ResolveContainerPort
import type { Container } from '../../generated/types.ts'

/** The port, or why there is none, in Go's words. */
export function portOf(port: number | string, container: Container): number | string {
  const number = typeof port === 'number' ? port : container.ports?.find(({ name }) => name === port)?.containerPort
  if (number === undefined) {
    return /^\d+$/.test(String(port)) ? Number(port) : `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`
  }
  return number > 0 && number < 65_536 ? number : `invalid port number: ${number}`
}
