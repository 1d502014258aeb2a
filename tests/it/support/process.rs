//! The real binary as a child process, which a test may kill at any instant.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A running `hashwall`.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts the binary with a configuration file and these variables; its log goes to `log`.
    pub fn start(config: &Path, log: &Path, variables: &[(&str, &str)]) -> Self {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_hashwall"))
            .arg("--config")
            .arg(config)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { child }
    }

    /// SIGKILL: no destructor, no flush, no goodbye.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, as a service manager sends it. The answer fills in once the process has ended: true for exit status 0.
    pub fn terminate(mut self) -> Arc<Mutex<Option<bool>>> {
        let told = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        let answer = Arc::new(Mutex::new(None));
        let filled = Arc::clone(&answer);
        std::thread::spawn(move || {
            let status = self.child.wait().unwrap();
            *filled.lock().unwrap() = Some(status.success());
        });
        answer
    }

    /// True if it ended by itself, which no test here wants.
    pub fn ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already dead is fine.
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}

/// A loopback port nobody listens on now.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Polls until `ready` says so; a test that waits for a real process has nothing better. Fails after `most`.
pub async fn until(what: &str, most: Duration, mut ready: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !ready().await {
        assert!(start.elapsed() < most, "{what}: not within {most:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
