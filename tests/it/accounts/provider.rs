//! A real identity provider: `oidc-provider` (certified by the OpenID Foundation) as a process of its own, on loopback.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::process::free_port;

/// The provider; killed when it is dropped.
pub struct Provider {
    pub issuer: String,
    port: u16,
    child: Child,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Provider {
    /// Starts it for a wall at `wall`.
    pub async fn start(wall: &str) -> Self {
        Self::at(free_port(), wall, "first").await
    }

    /// Ends it and starts it at the same address, with another key under another name.
    pub async fn with_another_key(self, wall: &str) -> Self {
        let port = self.port;
        drop(self);
        Self::at(port, wall, "second").await
    }

    async fn at(port: u16, wall: &str, key: &str) -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc");
        assert!(
            folder.join("node_modules/oidc-provider").exists(),
            "the identity provider is not installed: cd tests/oidc && npm ci (script/test does)"
        );
        let child = Command::new("node")
            .arg(folder.join("provider.mjs"))
            .args([port.to_string(), wall.to_owned(), key.to_owned()])
            .current_dir(folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let provider = Self { issuer: format!("http://127.0.0.1:{port}"), port, child };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return provider;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the identity provider did not start");
    }
}
