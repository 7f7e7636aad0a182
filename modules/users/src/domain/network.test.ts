import { describe, expect, test } from 'vitest'
import { networkOf } from './network.ts'

describe('the network of an address', () => {
  test('an IPv4 address is its own network, also when it is written as an IPv6 one', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7')
    expect(networkOf('::FFFF:cb00:7107')).toBe('203.0.113.7')
  })

  test('all addresses of an IPv6 /64 are one network, however they are written', () => {
    const network = networkOf('2001:db8:1:2::1')
    expect(networkOf('2001:0db8:0001:0002:ffff:ffff:ffff:ffff')).toBe(network)
    expect(networkOf('2001:DB8:1:2:3::')).toBe(network)
    expect(networkOf('2001:db8:1:3::1')).not.toBe(network)
  })

  test('a zone does not make a new network', () => {
    expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2%eth1'))
  })

  test('what is no address counts as it stands', () => {
    expect(networkOf('unix socket')).toBe('unix socket')
  })
})
