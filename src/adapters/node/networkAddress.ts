import net from 'node:net';

export type AddressKind = 'public' | 'loopback' | 'metadata' | 'private';

const loopback = blockList(['127.0.0.0/8', '::1/128']);
/** Where clouds answer with credentials; the rest of 169.254.0.0/16 is link-local. */
const metadata = blockList([
  '169.254.0.0/16',
  'fd00:ec2::254/128',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '168.63.129.16/32',
]);
const notPublic = blockList([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8', '2001:db8::/32'],
  // These carry an IPv4 address inside, which could be any of the above.
  ...['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '::/96'],
]);

/** What an IP address leads to. Anything that is not clearly public counts as private. */
export function addressKind(address: string): AddressKind {
  const plain = address.replace(/%.*$/u, '');
  const version = net.isIP(plain);
  if (version === 0) return 'private';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (loopback.check(plain, family)) return 'loopback';
  if (metadata.check(plain, family)) return 'metadata';
  return notPublic.check(plain, family) ? 'private' : 'public';
}

/** True for host names of URLs that can only mean this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostOf(hostname);
  return (
    host === 'localhost' || host.endsWith('.localhost') || (net.isIP(host) !== 0 && addressKind(host) === 'loopback')
  );
}

/** The host of a URL without the brackets of IPv6 and a trailing dot. */
export function hostOf(hostname: string): string {
  return hostname
    .replace(/^\[(.*)\]$/u, '$1')
    .replace(/\.$/u, '')
    .toLowerCase();
}

function blockList(ranges: string[]): net.BlockList {
  const list = new net.BlockList();
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/');
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
