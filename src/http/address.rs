//! Which addresses may be called: public ones, and hosts the operator named. Knows addresses only, never a request.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// What of IPv4 is not the public internet: the IANA special-purpose registry, multicast, the reserved end, and the one
/// public-looking address that is a cloud's inside.
const NOT_PUBLIC_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),        // "this network", unspecified
    (Ipv4Addr::new(10, 0, 0, 0), 8),       // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),    // carrier-grade NAT
    (Ipv4Addr::new(127, 0, 0, 0), 8),      // loopback
    (Ipv4Addr::new(168, 63, 129, 16), 32), // Azure's host agent
    (Ipv4Addr::new(169, 254, 0, 0), 16),   // link-local, cloud metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),    // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),     // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),     // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),   // 6to4 relays, retired
    (Ipv4Addr::new(192, 168, 0, 0), 16),   // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),    // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24),  // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),   // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),      // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),      // reserved, broadcast
];

/// What of IPv6's global unicast block `2000::/3` is not public. Everything outside that block is refused as a whole:
/// loopback, unspecified, v4-mapped and v4-compatible, NAT64, unique local, link-local, site-local, multicast.
const NOT_PUBLIC_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocol assignments, Teredo, ORCHID
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4: an IPv4 address in disguise
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

/// True if the address is one of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let bits = u32::from(v4);
            !NOT_PUBLIC_V4.iter().any(|&(net, length)| (bits ^ u32::from(net)) >> (32 - length) == 0)
        }
        IpAddr::V6(v6) => {
            let bits = u128::from(v6);
            bits >> 125 == 0b001
                && !NOT_PUBLIC_V6.iter().any(|&(net, length)| (bits ^ u128::from(net)) >> (128 - length) == 0)
        }
    }
}

/// Hosts (`name` or `name:port`) that may be private.
#[derive(Clone, Debug)]
pub struct Allowed(Vec<String>);

impl Allowed {
    /// From the configuration.
    pub fn new(entries: &[String]) -> Self {
        Self(entries.iter().map(|entry| entry.trim().to_ascii_lowercase()).collect())
    }

    /// True if the operator named this URL's host, or its host and port.
    pub fn names(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let with_port = url.port_or_known_default().map(|port| format!("{host}:{port}"));
        self.0.iter().any(|entry| entry == host || entry == bare || Some(entry) == with_port.as_ref())
    }
}

/// What is wrong with calling this URL, before any name is looked up. Literal addresses never reach a resolver, so
/// they are judged here; names are judged when they are resolved.
pub fn objection(url: &Url, with_token: bool, allowed: &Allowed) -> Option<&'static str> {
    if !matches!(url.scheme(), "http" | "https") {
        return Some("only http and https are called");
    }
    if allowed.names(url) {
        return None;
    }
    if with_token && url.scheme() == "http" {
        return Some("a token is not sent over plain http");
    }
    match url.host() {
        None => Some("there is no host"),
        Some(Host::Domain(_)) => None,
        Some(Host::Ipv4(address)) => (!is_public(address.into())).then_some("the address is not public"),
        Some(Host::Ipv6(address)) => (!is_public(address.into())).then_some("the address is not public"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_ranges_are_not_public() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:808:808::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address} must be refused");
        }
    }

    #[test]
    fn the_internet_is_public() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "128.0.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00:1450::1",
            "3ffe::1",
            "2001:200::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address} must be allowed");
        }
    }

    #[test]
    fn disguised_literals_are_seen_through() {
        let none = Allowed::new(&[]);
        for url in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://127.0.0.1./",
            "http://[::ffff:127.0.0.1]/",
            "http://１２７.0.0.1/",
            "file:///etc/passwd",
            "ftp://example.org/",
        ] {
            assert!(objection(&Url::parse(url).unwrap(), false, &none).is_some(), "{url} must be refused");
        }
        assert_eq!(objection(&Url::parse("https://example.org/").unwrap(), false, &none), None);
    }

    #[test]
    fn only_the_named_port_is_opened() {
        let allowed = Allowed::new(&["127.0.0.1:8080".into(), "Localhost".into(), "::1".into()]);
        assert_eq!(objection(&Url::parse("http://127.0.0.1:8080/x").unwrap(), false, &allowed), None);
        assert!(objection(&Url::parse("http://127.0.0.1:8081/x").unwrap(), false, &allowed).is_some());
        assert!(allowed.names(&Url::parse("http://localhost:1/").unwrap()));
        assert!(allowed.names(&Url::parse("http://[::1]:9/").unwrap()));
        assert!(!allowed.names(&Url::parse("http://localhost.example/").unwrap()));
    }
}
