//! Who is calling: the peer, or, behind a proxy that the configuration trusts, the caller that proxy names. Knows nothing
//! of pages.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The right-most address of `X-Forwarded-For` that is no trusted proxy: everything left of it is the caller's own claim.
/// A header that cannot be read is not believed, and the peer stands.
pub fn caller(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    if !is_trusted(peer) {
        return peer;
    }
    let mut last = peer;
    let named: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("unreadable").split(','))
        .map(str::trim)
        .collect();
    for name in named.into_iter().rev() {
        let Some(address) = read(name) else { return last };
        if !is_trusted(address) {
            return address;
        }
        last = address;
    }
    last
}

/// An address, with or without a port: proxies write both.
fn read(name: &str) -> Option<IpAddr> {
    let address = name.parse::<IpAddr>().or_else(|_| name.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        caller(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_name_another_address() {
        assert_eq!(seen("203.0.113.9", &["127.0.0.1"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_names_the_caller_and_what_stands_left_of_it_is_ignored() {
        assert_eq!(seen("10.0.0.1", &["127.0.0.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["127.0.0.1", "203.0.113.9, 10.1.1.1"]), "203.0.113.9");
        assert_eq!(seen("::ffff:10.0.0.1", &["203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
    }

    #[test]
    fn an_unreadable_header_leaves_what_is_known() {
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["127.0.0.1, nonsense"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["127.0.0.1, nonsense, 10.2.2.2"]), "10.2.2.2");
    }
}
