//! Letters by SMTP: the one room that speaks it. Knows nothing of what a letter says, and tells nobody the password.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

/// A server that does not answer in time is tried again later.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the line to the server is kept from listeners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Begins in plain text and must change to TLS (port 587).
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None: a server on this machine, or a test's.
    Plain,
}

/// Where letters are handed in, and as whom.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is kept.
    pub security: Security,
    /// The account, if the server wants one.
    pub login: Option<(String, SecretString)>,
    /// Who letters are from.
    pub from: String,
}

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// What about.
    pub subject: String,
    /// The words.
    pub text: String,
    /// Names, kinds of content and files.
    pub files: Vec<(String, &'static str, Vec<u8>)>,
    /// The same for the same letter sent again, so that a reader keeps one.
    pub id: String,
}

/// Why a letter was not taken.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MailError {
    /// It cannot be written: an address that is none.
    #[error("the letter cannot be written: {0}")]
    Letter(String),
    /// The server said no, or did not answer. In its own words.
    #[error("{0}")]
    Refused(String),
}

/// True for what can stand as an address.
pub fn is_address(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Hands a letter in.
///
/// # Errors
/// An address that is none; the server refused or did not answer.
pub async fn send(server: &MailServer, letter: &Letter) -> Result<(), MailError> {
    let message = written(server, letter)?;
    let refused = |error: lettre::transport::smtp::Error| MailError::Refused(told(&error));
    let builder = match server.security {
        Security::StartTls => {
            AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&server.host).map_err(refused)?
        }
        Security::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&server.host).map_err(refused)?,
        Security::Plain => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host),
    };
    let mut builder = builder.port(server.port).timeout(Some(PATIENCE));
    if let Some((user, password)) = &server.login {
        builder = builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
    }
    let transport = builder.build();
    let sending = transport.send(message);
    // The transport's own patience is for each line.
    match tokio::time::timeout(2 * PATIENCE, sending).await {
        Ok(sent) => sent.map(|_| ()).map_err(refused),
        Err(_) => Err(MailError::Refused(format!("{} did not answer in time", server.host))),
    }
}

/// An error with its causes, on one line. lettre's errors hold what the server said, never what we sent.
fn told(error: &lettre::transport::smtp::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = inner.source();
    }
    words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(300).collect()
}

fn written(server: &MailServer, letter: &Letter) -> Result<Message, MailError> {
    let odd = |what: &str, error: &dyn std::fmt::Display| MailError::Letter(format!("{what}: {error}"));
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|error| odd(text, &error));
    let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(letter.text.clone()));
    for (name, kind, body) in &letter.files {
        let kind = ContentType::parse(kind).map_err(|error| odd(kind, &error))?;
        parts = parts.singlepart(Attachment::new(name.clone()).body(body.clone(), kind));
    }
    Message::builder()
        .from(mailbox(&server.from)?)
        .to(mailbox(&letter.to)?)
        .subject(letter.subject.clone())
        .message_id(Some(letter.id.clone()))
        .multipart(parts)
        .map_err(|error| odd("letter", &error))
}
