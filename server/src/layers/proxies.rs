//! The proxies in front of the server: what they say of a client is believed, what others say is not.

use ipnet::IpNet;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// The networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; none where nothing stands in front.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Those on the same machine.
    pub fn on_loopback() -> Self {
        let [v4, v6] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        Self(vec![v4.into(), v6.into()])
    }

    pub fn trust(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for Proxies {
    type Err = ipnet::AddrParseError;

    /// Reads addresses and networks, such as `127.0.0.1,10.1.0.0/16`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let read = |part: &str| part.parse::<IpNet>().or_else(|why| part.parse().map(IpAddr::into).map_err(|_| why));
        parts.map(read).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_addresses_are_read() {
        let proxies: Proxies = "127.0.0.1, 10.1.0.0/16,2001:db8::/32".parse().expect("proxies");
        for (address, trusted) in [
            ("127.0.0.1", true),
            ("::ffff:127.0.0.1", true),
            ("127.0.0.2", false),
            ("10.1.200.3", true),
            ("10.2.0.1", false),
            ("2001:db8:5::1", true),
            ("::1", false),
        ] {
            assert_eq!(proxies.trust(address.parse().expect("an address")), trusted, "{address}");
        }
        assert!(Proxies::on_loopback().trust("::1".parse().expect("an address")));
        for wrong in ["proxy", "10.0.0.0/33", "127.0.0.1;10.0.0.1"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
    }
}
