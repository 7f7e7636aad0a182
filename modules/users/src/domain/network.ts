import ipaddr from 'ipaddr.js'

/**
 * The network that a request is counted under: an IPv4 address, or the first 64 bits of an IPv6 one.
 *
 * A provider hands a whole /64 to one customer, who could otherwise guess from a new address each time (RFC 6177 §2).
 * An address that cannot be read is a network of its own.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/64`).toString()}/64`
}
