//! A mail server that speaks as much SMTP (RFC 5321) as a letter needs, keeps what it is given, and refuses when told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A letter as it came.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// `MAIL FROM`.
    pub from: String,
    /// `RCPT TO`.
    pub to: Vec<String>,
    /// Head and body.
    pub data: String,
}

#[derive(Default)]
struct World {
    letters: Vec<Received>,
    refusal: Option<String>,
}

/// A running mail server. Dropping it stops it.
pub struct Smtp {
    /// Where it listens.
    pub address: SocketAddr,
    world: Arc<Mutex<World>>,
    server: tokio::task::JoinHandle<()>,
}

impl Smtp {
    /// Starts on a free loopback port.
    ///
    /// # Errors
    /// No port can be had.
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let world = Arc::new(Mutex::new(World::default()));
        let kept = Arc::clone(&world);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // One that hangs up early has lost nothing but its letter.
                tokio::spawn(talk(stream, Arc::clone(&kept)));
            }
        });
        Ok(Self { address, world, server })
    }

    /// From now on letters are refused with this line (`550 5.7.1 no`), or taken again.
    pub fn refuse(&self, line: Option<&str>) {
        if let Ok(mut world) = self.world.lock() {
            world.refusal = line.map(str::to_owned);
        }
    }

    /// What was taken.
    pub fn letters(&self) -> Vec<Received> {
        self.world.lock().map(|world| world.letters.clone()).unwrap_or_default()
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn talk(stream: TcpStream, world: Arc<Mutex<World>>) -> std::io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 standin ESMTP\r\n").await?;
    let mut letter = Received::default();
    while let Some(line) = lines.next_line().await? {
        let word = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let path =
            |line: &str| line.split_once(':').map(|(_, path)| path.trim().to_owned()).unwrap_or_default();
        let answer = match word.as_str() {
            "EHLO" => "250-standin\r\n250 8BITMIME".to_owned(),
            "HELO" | "RSET" | "NOOP" => "250 OK".to_owned(),
            "MAIL" => {
                letter = Received { from: path(&line), ..Received::default() };
                "250 OK".to_owned()
            }
            "RCPT" => match world.lock().ok().and_then(|world| world.refusal.clone()) {
                Some(refusal) => refusal,
                None => {
                    letter.to.push(path(&line));
                    "250 OK".to_owned()
                }
            },
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    letter.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.data.push('\n');
                }
                if let Ok(mut world) = world.lock() {
                    world.letters.push(std::mem::take(&mut letter));
                }
                "250 taken".to_owned()
            }
            "QUIT" => {
                writing.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 not known".to_owned(),
        };
        writing.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
